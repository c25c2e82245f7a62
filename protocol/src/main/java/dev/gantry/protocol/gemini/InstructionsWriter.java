package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.Instructions;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.List;
import java.util.SequencedSet;

/// Writes `systemInstruction`: all system and developer messages, also late ones, for Gemini has one place for them.
final class InstructionsWriter {
    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private boolean open;

    InstructionsWriter(JsonWriter json, SequencedSet<Adjustment> adjustments) {
        this.json = json;
        this.adjustments = adjustments;
    }

    /// Whether the conversation is nothing but instructions. Gemini wants content: they become the user's then.
    static boolean areAll(List<Message> messages) {
        return messages.stream().allMatch(Instructions.class::isInstance);
    }

    void write(List<Message> messages, AnswerForm form) {
        if (areAll(messages)) {
            adjustments.add(Adjustment.mapped("messages", "user"));
        } else {
            writeAll(messages);
        }
        if (form instanceof AnswerForm.AskedJson asked) {
            adjustments.add(Adjustment.emulated("response_format", "instruction"));
            writePart(asked.instruction());
        }
        if (open) {
            json.endArray().endObject();
        }
    }

    private void writeAll(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Instructions(List<ContentPart> content)) {
                writeTexts(content, "messages[" + i + "].content");
            }
        }
    }

    private void writeTexts(List<ContentPart> content, String path) {
        for (int i = 0; i < content.size(); i++) {
            if (!(content.get(i) instanceof ContentPart.Text(String text, var cacheControl))) {
                throw Refusal.unsupported(path + "[" + i + "]", "the instructions of a Gemini model are text");
            }
            if (cacheControl != null) {
                adjustments.add(Adjustment.dropped("cache_control"));
            }
            if (!text.isEmpty()) {
                writePart(text);
            }
        }
    }

    private void writePart(String text) {
        if (!open) {
            json.name("systemInstruction").beginObject().name("parts").beginArray();
            open = true;
        }
        json.beginObject().name("text").value(text).endObject();
    }
}
