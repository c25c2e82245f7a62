package dev.gantry.server.relay;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.server.upstream.UpstreamHead;

/// How the bytes of an upstream's answer become the client's: streamed or whole. Fed by {@link ChatRelay} with one
/// attempt after the other, until one is complete or the content commit forbids another. Confined to one request.
sealed interface AnswerLane permits StreamedAnswer, WholeAnswer {
    /// Whether the upstream is asked for a stream.
    boolean isStreamed();

    /// The media type to ask the upstream for.
    String accept();

    /// A new attempt begins: what an earlier one left is forgotten.
    void begin(AttemptContext attempt);

    /// The upstream accepted the request.
    void head(UpstreamHead head);

    void body(byte[] bytes, int from, int to);

    void end();

    /// The upstream's connection broke before the end of its body: whether the answer was whole by then. If so it is
    /// sent, as after {@link #end()}.
    boolean isWholeWithoutEnd();

    /// Whether the client has seen content, so that no other attempt may follow.
    boolean isCommitted();

    /// Whether the head of the answer has left, so that a failure has no status of its own any more.
    boolean isHeadSent();

    /// Ends the client's answer with a failure, in the form that its phase demands.
    void fail(ApiError error);

    /// Writes what the attempt has seen of usage and finish reasons into the record.
    void reportUsage();
}
