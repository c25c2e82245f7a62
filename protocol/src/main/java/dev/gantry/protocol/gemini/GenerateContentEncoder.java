package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.EncodedRequest;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// Writes a client's request as a `GenerateContentRequest` (Gemini API, "Generating content"). What comes first in a
/// conversation leaves first and unchanged from turn to turn, which Gemini's implicit cache wants. Stateless and
/// thread-safe; each attempt encodes anew.
public final class GenerateContentEncoder {

    /// The body for one target, the same for `generateContent` and `streamGenerateContent`.
    ///
    /// @throws dev.gantry.protocol.openai.InvalidRequestException where the target cannot do what is asked, naming
    ///     the field or the part of the message
    public EncodedRequest encode(ChatRequest request, GeminiTarget target) {
        SequencedSet<Adjustment> adjustments = new LinkedHashSet<>();
        JsonWriter json = new JsonWriter().beginObject();
        AnswerForm form = AnswerForm.of(request, target);
        Instructions instructions = Instructions.of(request.messages(), form, target, adjustments);
        instructions.writeTo(json);
        new ToolsWriter(json, adjustments, target).write(request);
        new ContentsWriter(json, adjustments, target).write(request.messages(), instructions);
        new GenerationConfigWriter(json, adjustments, target).write(request, form);
        new AccountFieldsWriter(json, adjustments).write(request);
        return new EncodedRequest(
                json.endObject().toByteArray(), adjustments.stream().toList());
    }
}
