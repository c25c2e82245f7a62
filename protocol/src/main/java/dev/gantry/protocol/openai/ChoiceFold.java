package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.ToolCallStarted;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the events of one choice into one message. For one answer.
final class ChoiceFold {
    private record Call(ToolCallStarted start, StringBuilder arguments) {}

    private final int index;
    private final String answerId;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final List<ReasoningDetail> details = new ArrayList<>(0);
    private final List<Call> calls = new ArrayList<>(0);
    private final List<RawJson> annotations = new ArrayList<>(0);
    private final LogprobsFold logprobs = new LogprobsFold();
    private @Nullable FinishReason finish;

    /// @param answerId what the ids of calls that came without one are made of
    ChoiceFold(int index, String answerId) {
        this.index = index;
        this.answerId = answerId;
    }

    void content(String text) {
        content.append(text);
    }

    void reasoning(String text) {
        reasoning.append(text);
    }

    void refusal(String text) {
        refusal.append(text);
    }

    void keep(ReasoningDetail detail) {
        details.add(detail);
    }

    void start(ToolCallStarted call) {
        if (call.index() != calls.size()) {
            throw UpstreamFailed.violation("answered with a tool call out of order");
        }
        calls.add(new Call(call, new StringBuilder()));
    }

    void arguments(int call, String fragment) {
        if (call < 0 || call >= calls.size()) {
            throw UpstreamFailed.violation("answered with the arguments of a tool call that has no name");
        }
        calls.get(call).arguments.append(fragment);
    }

    void annotations(RawJson array) {
        byte[] json = array.toByteArray();
        JsonScanner scanner = new JsonScanner(json);
        if (scanner.next() == JsonToken.ARRAY_START) {
            RawArray.read(json, scanner, annotations);
        }
    }

    void logprobs(RawJson delta) {
        logprobs.add(delta);
    }

    void finish(ChatEvent.FinishReason reason) {
        finish = FinishReason.of(reason).withToolCalls(!calls.isEmpty());
    }

    boolean isFinished() {
        return finish != null;
    }

    FinishReason requireFinish() {
        if (finish == null) {
            throw UpstreamFailed.violation("answered with a choice that has no end");
        }
        return finish;
    }

    /// As {@link AnswerStream#outputBytes}.
    long outputBytes() {
        long bytes = jsonBytes(content) + jsonBytes(reasoning) + jsonBytes(refusal);
        for (Call call : calls) {
            bytes += jsonBytes(call.arguments);
        }
        return bytes;
    }

    void writeTo(JsonWriter json) {
        FinishReason end = requireFinish();
        json.beginObject().name("index").value(index);
        json.name("message").beginObject();
        writeMessage(end, json);
        json.endObject().name("logprobs");
        logprobs.writeTo(json);
        json.name("finish_reason").value(end.word()).endObject();
    }

    private void writeMessage(FinishReason end, JsonWriter json) {
        json.name("role").value("assistant").name("content").value(content.toString());
        if (!reasoning.isEmpty()) {
            json.name("reasoning_content").value(reasoning.toString());
        }
        if (!details.isEmpty()) {
            json.name("reasoning_details");
            ReasoningDetailObject.writeArray(details, json);
        }
        json.name("refusal");
        writeRefusal(json);
        if (!annotations.isEmpty()) {
            json.name("annotations");
            RawArray.write(annotations, json);
        }
        if (!calls.isEmpty()) {
            json.name("tool_calls");
            writeCalls(end, json);
        }
    }

    private void writeRefusal(JsonWriter json) {
        if (refusal.isEmpty()) {
            json.nullValue();
        } else {
            json.value(refusal.toString());
        }
    }

    private void writeCalls(FinishReason end, JsonWriter json) {
        json.beginArray();
        for (Call call : calls) {
            ToolCallStarted start = call.start;
            String id = start.callId().isEmpty()
                    ? ToolCallSequence.inventedId(answerId, index, start.index())
                    : start.callId();
            boolean none = call.arguments.isEmpty() && end.completesToolCalls();
            String arguments = none ? "{}" : call.arguments.toString();
            json.beginObject();
            ToolCallObject.writeMembers(id, start.name(), arguments, start.signature(), json);
            json.endObject();
        }
        json.endArray();
    }

    private static long jsonBytes(StringBuilder text) {
        return JsonText.quote(text.toString()).length - 2L;
    }
}
