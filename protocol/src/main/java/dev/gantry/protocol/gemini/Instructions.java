package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;

/// What the model is told by system and developer messages, also late ones: Gemini has one place for them.
///
/// @param fromUser whether the user's first turn says them: where the model takes none, and where the conversation is
///     nothing else, for Gemini wants content
record Instructions(List<String> texts, boolean fromUser) {
    static Instructions of(
            List<Message> messages, AnswerForm form, GeminiTarget target, SequencedSet<Adjustment> adjustments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Message.Instructions(List<ContentPart> content)) {
                addTexts(content, "messages[" + i + "].content", texts, adjustments);
            }
        }
        if (form instanceof AnswerForm.AskedJson asked) {
            adjustments.add(Adjustment.emulated("response_format", "instruction"));
            texts.add(asked.instruction());
        }
        boolean nothingElse = messages.stream().allMatch(Message.Instructions.class::isInstance);
        boolean fromUser = nothingElse || (!texts.isEmpty() && !target.has(GeminiTarget.Feature.INSTRUCTIONS));
        if (fromUser) {
            adjustments.add(Adjustment.mapped("messages", "user"));
        }
        return new Instructions(texts, fromUser);
    }

    /// Writes `systemInstruction`, unless the user says it.
    void writeTo(JsonWriter json) {
        if (!fromUser && !texts.isEmpty()) {
            json.name("systemInstruction").beginObject().name("parts").beginArray();
            writeParts(json);
            json.endArray().endObject();
        }
    }

    void writeParts(JsonWriter json) {
        for (String text : texts) {
            json.beginObject().name("text").value(text).endObject();
        }
    }

    private static void addTexts(
            List<ContentPart> content, String path, List<String> texts, SequencedSet<Adjustment> adjustments) {
        for (int i = 0; i < content.size(); i++) {
            if (!(content.get(i) instanceof ContentPart.Text(String text, var cacheControl))) {
                throw Refusal.unsupported(path + "[" + i + "]", "the instructions of a Gemini model are text");
            }
            if (cacheControl != null) {
                adjustments.add(Adjustment.dropped("cache_control"));
            }
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
    }
}
