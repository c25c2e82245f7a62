package dev.gantry.protocol.openai;

import java.nio.charset.StandardCharsets;

/// Writes the chunks that the upstream did not send, or not so. Confined to one thread.
final class OwnChunks {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] ROLE = ascii("\"role\":\"assistant\",\"content\":\"\"");
    private static final byte[] CHOICE = ascii("{\"index\":");
    private static final byte[] DELTA = ascii(",\"delta\":{");
    private static final byte[] CALL = ascii("\"tool_calls\":[{\"index\":");
    private static final byte[] ARGUMENTS = ascii(",\"function\":{\"arguments\":");
    private static final byte[] CALL_GOES_ON = ascii("}}]},\"finish_reason\":null}]}");
    private static final byte[] LOGPROBS = ascii("},\"logprobs\":");
    private static final byte[] GOES_ON = ascii("},\"finish_reason\":null}]}");
    private static final byte[] GOES_ON_AFTER_VALUE = ascii(",\"finish_reason\":null}]}");
    private static final byte[] FINISH_REASON = ascii("},\"finish_reason\":");
    private static final byte[] END = ascii("}]}");
    private static final byte[] USAGE = ascii("],\"usage\":");
    private static final byte[] END_AFTER_USAGE = ascii("}");
    private static final byte[] NO_CHOICES = {'[', ']'};

    private final ChunkEnvelope envelope;
    private final FrameWriter frames;

    OwnChunks(ChunkEnvelope envelope, FrameWriter frames) {
        this.envelope = envelope;
        this.frames = frames;
    }

    void role(int choice) {
        delta(choice, ROLE, NOTHING);
    }

    /// @param members the members of the delta, without braces
    void delta(int choice, CharSequence members) {
        delta(choice, members.toString().getBytes(StandardCharsets.UTF_8), NOTHING);
    }

    /// @param name a member's quoted name and colon
    /// @param value its value
    void delta(int choice, byte[] name, byte[] value) {
        frames.append(envelope.opening(), CHOICE, digits(choice), DELTA, name, value, GOES_ON);
    }

    /// @param fragment a piece of a tool call's arguments, as a JSON string
    void arguments(int choice, int call, byte[] fragment) {
        frames.append(
                envelope.opening(),
                CHOICE,
                digits(choice),
                DELTA,
                CALL,
                digits(call),
                ARGUMENTS,
                fragment,
                CALL_GOES_ON);
    }

    void logprobs(int choice, byte[] logprobs) {
        frames.append(envelope.opening(), CHOICE, digits(choice), DELTA, LOGPROBS, logprobs, GOES_ON_AFTER_VALUE);
    }

    /// The last chunk of a choice.
    ///
    /// @param members the members of its delta, without braces
    void finish(int choice, byte[] members, FinishReason reason) {
        frames.append(envelope.opening(), CHOICE, digits(choice), DELTA, members, FINISH_REASON, reason.json(), END);
    }

    void usage(byte[] usage) {
        frames.append(envelope.opening(), USAGE, usage, END_AFTER_USAGE);
    }

    private static byte[] digits(int number) {
        return ascii(Integer.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
