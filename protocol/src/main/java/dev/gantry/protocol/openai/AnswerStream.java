package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import java.util.List;
import java.util.Optional;

/// One streamed answer on its way: bytes of the upstream in, frames for the client out, whichever lane it takes.
///
/// The frames keep this order whatever the upstream does: for each choice a role chunk, deltas, one finish
/// chunk; then the usage chunk if it was asked for; then `data: [DONE]`.
///
/// An answer that the upstream ends early never looks whole: without a finish reason for every choice the
/// state is {@link StreamState#FAILED}, and neither the usage chunk nor `[DONE]` is made. The error frame is
/// the caller's. Upstream bytes after the end are ignored. Confined to one thread.
public interface AnswerStream {
    /// Takes bytes of the upstream's body, split anywhere.
    void feed(byte[] bytes, int from, int to);

    /// The upstream's body ended cleanly. A `[DONE]` that is missing is supplied if the answer is whole.
    void end();

    /// The frames for the client since the last drain, to be written at once; empty if there are none.
    byte[] drain();

    /// Whether the upstream has sent anything that concerns the client, so that the status may be committed.
    boolean started();

    StreamState state();

    /// What went wrong, once the state is {@link StreamState#FAILED}.
    Optional<UpstreamProblem> problem();

    /// What the upstream reported, else the estimate for what was seen so far, else {@link Usage#NONE}.
    Usage usage();

    /// Whether {@link #usage()} is the upstream's own count.
    boolean usageReported();

    /// How many events with data the upstream sent; comments do not count.
    long dataEvents();

    /// Size of the content, reasoning and tool arguments that the upstream sent, as JSON text in bytes.
    long outputBytes();

    /// The finish reasons that were sent, by choice.
    List<String> finishReasons();

    /// A sign of life for clients that count parsed chunks and not comments, behind whatever was not drained
    /// yet: the role chunk if it was not sent, else a chunk with an empty delta; a comment while only the end
    /// is awaited; nothing once the stream is over.
    byte[] heartbeat();
}
