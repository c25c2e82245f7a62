package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the results of tools as `functionResponse`, in the order of their calls, by which Gemini tells them apart
/// where there are no ids. Gemini 3 takes their media inside; for 2.5 they follow as parts of their own behind all
/// results of the turn, for it wants as many responses in a row as it made calls.
final class ToolResultWriter {
    private final JsonWriter json;
    private final GeminiTarget target;
    private final PartWriter parts;
    private final Map<String, Call> calls = new HashMap<>();
    private final List<Held> held = new ArrayList<>();

    ToolResultWriter(JsonWriter json, GeminiTarget target, PartWriter parts) {
        this.json = json;
        this.target = target;
        this.parts = parts;
    }

    private record Call(String name, int position) {}

    private record Held(Message.ToolResult result, Call call, String path) {}

    /// Takes note of calls that results may follow.
    void expect(List<ToolCall> made) {
        for (ToolCall call : made) {
            calls.put(call.id(), new Call(call.name(), calls.size()));
        }
    }

    /// Keeps a result until all of its turn are there.
    ///
    /// @throws dev.gantry.protocol.openai.InvalidRequestException where no call has its id
    void hold(Message.ToolResult result, String path) {
        Call call = calls.get(result.callId());
        if (call == null) {
            throw Refusal.invalid(
                    path + ".tool_call_id",
                    "no earlier assistant message has a tool call with this id, by which Gemini must be told the"
                            + " name of its function");
        }
        held.add(new Held(result, call, path + ".content"));
    }

    /// Writes the results that were kept.
    void writeHeld() {
        held.sort(Comparator.comparingInt(each -> each.call().position()));
        List<PartWriter.Media> behind = new ArrayList<>();
        for (Held each : held) {
            List<PartWriter.Media> media = write(each);
            if (target.generation() != GeminiGeneration.V3) {
                behind.addAll(media);
            }
        }
        behind.forEach(parts::write);
        held.clear();
    }

    /// @return the media of the result
    private List<PartWriter.Media> write(Held each) {
        StringBuilder text = new StringBuilder();
        List<PartWriter.Media> media = new ArrayList<>();
        List<ContentPart> content = each.result().content();
        for (int i = 0; i < content.size(); i++) {
            String partText = parts.text(content.get(i));
            if (partText == null) {
                media.add(parts.media(content.get(i), each.path() + "[" + i + "]"));
            } else {
                text.append(partText);
            }
        }
        json.beginObject().name("functionResponse").beginObject();
        String callId = each.result().callId();
        if (target.has(GeminiTarget.Feature.CALL_IDS) && !InventedCallId.is(callId)) {
            json.name("id").value(callId);
        }
        json.name("name").value(each.call().name()).name("response");
        writeResponse(text.toString());
        writeInside(media);
        json.endObject().endObject();
        return media;
    }

    /// An object is the response itself; any other text is its `output` (Gemini API, "FunctionResponse").
    private void writeResponse(String text) {
        Optional<RawJson> object = ModelTurnWriter.objectOf(text);
        if (object.isPresent()) {
            json.value(object.get());
        } else {
            json.beginObject().name("output").value(text).endObject();
        }
    }

    private void writeInside(List<PartWriter.Media> media) {
        if (target.generation() == GeminiGeneration.V3 && !media.isEmpty()) {
            json.name("parts").beginArray();
            media.forEach(each -> parts.write(new PartWriter.Media(each.type(), each.base64(), null)));
            json.endArray();
        }
    }
}
