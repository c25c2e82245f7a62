package dev.gantry.protocol.openai;

import java.nio.charset.StandardCharsets;

/// Writes the chunks that the upstream did not send, or not so. Confined to one thread.
final class OwnChunks {
    private static final byte[] NO_CHOICES = {'[', ']'};

    private final ChunkEnvelope envelope;
    private final FrameWriter frames;

    OwnChunks(ChunkEnvelope envelope, FrameWriter frames) {
        this.envelope = envelope;
        this.frames = frames;
    }

    void role(int choice) {
        delta(choice, "\"role\":\"assistant\",\"content\":\"\"");
    }

    /// @param members the members of the delta, without braces
    void delta(int choice, CharSequence members) {
        frames.append(
                envelope.chunk("{\"index\":" + choice + ",\"delta\":{" + members + "},\"finish_reason\":null}", ""));
    }

    void usage(byte[] usage) {
        frames.append(envelope.chunk("", new String(usage, StandardCharsets.UTF_8)));
    }

    /// The usage chunk, made of the one that the upstream sent, so that what else it says survives.
    void usage(byte[] upstreamChunk, byte[] usage) {
        CompletionView chunk = new CompletionView("delta");
        chunk.scan(upstreamChunk, 0, upstreamChunk.length);
        Splice splice = new Splice();
        splice.turnTo(upstreamChunk, 0, upstreamChunk.length);
        envelope.put(chunk, splice);
        splice.set(chunk.object, chunk.choices, NO_CHOICES);
        splice.set(chunk.object, chunk.usage, usage);
        chunk.error.drop();
        splice.removeDropped(chunk.object);
        frames.append(splice.edits());
    }
}
