package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the results of tools as `functionResponse`. Gemini 3 takes their media inside; for 2.5 they are held until
/// all results of the turn are written, for it wants as many responses in a row as it made calls.
final class ToolResultWriter {
    private final JsonWriter json;
    private final GeminiTarget target;
    private final PartWriter parts;
    private final List<PartWriter.Media> held = new ArrayList<>();

    ToolResultWriter(JsonWriter json, GeminiTarget target, PartWriter parts) {
        this.json = json;
        this.target = target;
        this.parts = parts;
    }

    /// @param name the function that was called
    /// @param path of the result's content
    void write(Message.ToolResult result, String name, String path) {
        StringBuilder text = new StringBuilder();
        List<PartWriter.Media> media = new ArrayList<>();
        for (int i = 0; i < result.content().size(); i++) {
            String partText = parts.text(result.content().get(i));
            if (partText == null) {
                media.add(parts.media(result.content().get(i), path + "[" + i + "]"));
            } else {
                text.append(partText);
            }
        }
        json.beginObject().name("functionResponse").beginObject();
        if (target.has(GeminiTarget.Feature.CALL_IDS) && !InventedCallId.is(result.callId())) {
            json.name("id").value(result.callId());
        }
        json.name("name").value(name).name("response");
        writeResponse(text.toString());
        writeMedia(media);
        json.endObject().endObject();
    }

    /// Writes the media that were held, as parts of their own.
    ///
    /// @return whether there were any
    boolean writeHeldMedia() {
        held.forEach(parts::write);
        boolean any = !held.isEmpty();
        held.clear();
        return any;
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

    private void writeMedia(List<PartWriter.Media> media) {
        if (target.generation() != GeminiGeneration.V3) {
            held.addAll(media);
        } else if (!media.isEmpty()) {
            json.name("parts").beginArray();
            media.forEach(each -> parts.write(new PartWriter.Media(each.type(), each.base64(), null)));
            json.endArray();
        }
    }
}
