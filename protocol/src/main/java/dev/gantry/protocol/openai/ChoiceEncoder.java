package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.ToolCallStarted;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes one choice of a stream from events: a role chunk, deltas, one finish chunk. Confined to one thread.
final class ChoiceEncoder {
    private static final byte[] CONTENT = member("content");
    private static final byte[] REASONING = member("reasoning_content");
    private static final byte[] REFUSAL = member("refusal");
    private static final byte[] ANNOTATIONS = member("annotations");
    private static final byte[] TOOL_CALLS = member("tool_calls");

    private final int index;
    private final String answerId;
    private final int maxDetailChars;
    private final OwnChunks chunks;
    private final List<ReasoningDetail> details = new ArrayList<>(0);
    private final BitSet callsWithArguments = new BitSet();
    private int calls;
    private long detailChars;
    private boolean roleSent;
    private @Nullable FinishReason finish;
    private long outputBytes;

    /// @param answerId what the ids of calls that came without one are made of
    /// @param maxDetailChars how much text the details may have together; beyond it they are given up as a whole
    ChoiceEncoder(int index, String answerId, int maxDetailChars, OwnChunks chunks) {
        this.index = index;
        this.answerId = answerId;
        this.maxDetailChars = maxDetailChars;
        this.chunks = chunks;
    }

    /// Sees to it that the role was sent.
    void begin() {
        if (!roleSent) {
            roleSent = true;
            chunks.role(index);
        }
    }

    /// A chunk that says nothing but that the stream is alive: the role if it has not been sent, else an
    /// empty delta.
    void beat() {
        if (roleSent) {
            chunks.delta(index, "");
        } else {
            begin();
        }
    }

    void content(String text) {
        writeText(CONTENT, text);
    }

    void reasoning(String text) {
        writeText(REASONING, text);
    }

    void refusal(String text) {
        writeText(REFUSAL, text);
    }

    /// Keeps a block for the finish chunk: client accumulators keep only the last value of a field they do not know.
    void keep(ReasoningDetail detail) {
        detailChars += sizeOf(detail);
        if (detailChars <= maxDetailChars) {
            details.add(detail);
        } else {
            details.clear();
        }
    }

    void start(ToolCallStarted call) {
        if (call.index() != calls) {
            throw UpstreamFailed.violation("sent a tool call out of order");
        }
        if (calls == ToolCallSequence.MAX_CALLS) {
            throw UpstreamFailed.violation("sent more than " + ToolCallSequence.MAX_CALLS + " tool calls");
        }
        calls++;
        String id =
                call.callId().isEmpty() ? ToolCallSequence.inventedId(answerId, index, call.index()) : call.callId();
        JsonWriter json = new JsonWriter().beginArray().beginObject();
        json.name("index").value(call.index());
        ToolCallObject.writeMembers(id, call.name(), "", call.signature(), json);
        chunks.delta(index, TOOL_CALLS, json.endObject().endArray().toByteArray());
    }

    void arguments(int call, String fragment) {
        if (call < 0 || call >= calls) {
            throw UpstreamFailed.violation("sent the arguments of a tool call before its name");
        }
        if (!fragment.isEmpty()) {
            outputBytes += writeArguments(call, fragment);
        }
    }

    void logprobs(RawJson logprobs) {
        chunks.logprobs(index, logprobs.toByteArray());
    }

    void annotations(RawJson annotations) {
        chunks.delta(index, ANNOTATIONS, annotations.toByteArray());
    }

    void finish(ChatEvent.FinishReason reason) {
        FinishReason end = FinishReason.of(reason).withToolCalls(calls > 0);
        if (end.completesToolCalls()) {
            completeCalls();
        }
        chunks.finish(index, detailsMember(), end);
        finish = end;
    }

    boolean isFinished() {
        return finish != null;
    }

    Optional<String> finishReason() {
        return Optional.ofNullable(finish).map(FinishReason::word);
    }

    long outputBytes() {
        return outputBytes;
    }

    private void writeText(byte[] member, String text) {
        if (!text.isEmpty()) {
            byte[] quoted = JsonText.quote(text);
            outputBytes += quoted.length - 2;
            chunks.delta(index, member, quoted);
        }
    }

    /// Calls that have ended without arguments have none: an empty object.
    private void completeCalls() {
        for (int call = callsWithArguments.nextClearBit(0);
                call < calls;
                call = callsWithArguments.nextClearBit(call + 1)) {
            writeArguments(call, "{}");
        }
    }

    /// @return the size of the fragment as JSON text
    private int writeArguments(int call, String fragment) {
        callsWithArguments.set(call);
        byte[] quoted = JsonText.quote(fragment);
        chunks.arguments(index, call, quoted);
        return quoted.length - 2;
    }

    private byte[] detailsMember() {
        if (details.isEmpty()) {
            return new byte[0];
        }
        JsonWriter json = new JsonWriter().name("reasoning_details");
        ReasoningDetailObject.writeArray(details, json);
        return json.toByteArray();
    }

    private static int sizeOf(ReasoningDetail detail) {
        return switch (detail) {
            case ReasoningDetail.Text text ->
                text.text().length()
                        + (text.signature() == null ? 0 : text.signature().length());
            case ReasoningDetail.Encrypted encrypted -> encrypted.data().length();
        };
    }

    private static byte[] member(String name) {
        return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }
}
