package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// Writes an earlier answer: its texts, then its calls, each with the signature that Gemini gave it. Plain reasoning
/// is left out: Gemini takes back no thoughts, only signatures.
final class ModelTurnWriter {
    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private final GeminiTarget target;
    private final PartWriter parts;

    ModelTurnWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target, PartWriter parts) {
        this.json = json;
        this.adjustments = adjustments;
        this.target = target;
        this.parts = parts;
    }

    static boolean saysSomething(Message.Assistant message) {
        return !message.toolCalls().isEmpty()
                || GeminiFormat.signatureOfText(message).isPresent()
                || message.content().stream().anyMatch(part -> !isEmptyText(part));
    }

    void write(Message.Assistant message, String path) {
        writeTexts(texts(message, path + ".content"), GeminiFormat.signatureOfText(message));
        boolean first = true;
        for (ToolCall call : message.toolCalls()) {
            writeCall(call, GeminiFormat.signatureOf(call, message), first);
            first = false;
        }
    }

    private List<String> texts(Message.Assistant message, String path) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < message.content().size(); i++) {
            String text = parts.text(message.content().get(i));
            if (text == null) {
                throw Refusal.unsupported(path + "[" + i + "]", "an earlier answer of a Gemini model is text");
            }
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// The signature of a text is on its last part; where there is no text, on an empty one, as streams carry it.
    private void writeTexts(List<String> texts, Optional<String> signature) {
        List<String> written = texts.isEmpty() && signature.isPresent() ? List.of("") : texts;
        for (int i = 0; i < written.size(); i++) {
            json.beginObject().name("text").value(written.get(i));
            if (i == written.size() - 1) {
                signature.ifPresent(this::writeSignature);
            }
            json.endObject();
        }
    }

    /// Only the first of parallel calls is signed; Gemini 3 refuses it without.
    private void writeCall(ToolCall call, Optional<String> signature, boolean first) {
        json.beginObject().name("functionCall").beginObject();
        if (target.has(GeminiTarget.Feature.CALL_IDS) && !InventedCallId.is(call.id())) {
            json.name("id").value(call.id());
        }
        json.name("name").value(call.name()).name("args");
        writeArguments(call.arguments());
        json.endObject();
        boolean mustBeSigned = first && target.generation() == GeminiGeneration.V3;
        signature
                .or(() -> mustBeSigned ? Optional.of(GeminiFormat.FOREIGN_CALL) : Optional.empty())
                .ifPresent(this::writeSignature);
        json.endObject();
    }

    private void writeSignature(String signature) {
        json.name("thoughtSignature").value(signature);
    }

    /// A model wrote the arguments, so they may be anything; Gemini takes only an object.
    private void writeArguments(String arguments) {
        if (arguments.isBlank()) {
            json.beginObject().endObject();
            return;
        }
        Optional<RawJson> object = objectOf(arguments);
        if (object.isPresent()) {
            json.value(object.get());
        } else {
            adjustments.add(Adjustment.emulated("tool_calls", "object"));
            json.beginObject().name("arguments").value(arguments).endObject();
        }
    }

    /// The text as JSON, if it is one JSON object.
    static Optional<RawJson> objectOf(String text) {
        try {
            RawJson json = RawJson.parse(text);
            return json.scanner().next() == JsonToken.OBJECT_START ? Optional.of(json) : Optional.empty();
        } catch (JsonSyntaxException notJson) {
            return Optional.empty();
        }
    }

    private static boolean isEmptyText(ContentPart part) {
        return part instanceof ContentPart.Text(String text, var _) && text.isEmpty();
    }
}
