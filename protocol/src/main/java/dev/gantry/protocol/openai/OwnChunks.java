package dev.gantry.protocol.openai;

import java.nio.charset.StandardCharsets;

/// Writes the chunks that the upstream did not send, or not so. Confined to one thread.
final class OwnChunks {
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
}
