package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `GenerateContentResponse`: a whole answer, or the new parts of one (Gemini API, "Generating content"). What is
/// missing or of another type than it should be is empty or null. Immutable.
///
/// @param isError whether it is an error object instead
/// @param blockReason why the prompt was blocked; empty where it was not
/// @param usage cumulative
record GenerateContentResponse(
        boolean isError,
        String responseId,
        List<Candidate> candidates,
        String blockReason,
        @Nullable Usage usage) {

    /// One of the answers.
    ///
    /// @param index as the provider wrote it
    /// @param finishReason empty while there is none
    /// @param logprobs the wire's `logprobs` object
    /// @param annotations the wire's `annotations` array
    record Candidate(
            long index,
            List<Part> parts,
            String finishReason,
            @Nullable RawJson logprobs,
            @Nullable RawJson annotations) {}

    /// @param thought whether the text is reasoning
    /// @param signature `thoughtSignature`; empty for none
    record Part(String text, boolean thought, @Nullable FunctionCall call, String signature) {}

    /// @param id empty where the provider gives none
    /// @param arguments a JSON object
    record FunctionCall(String id, String name, String arguments) {}

    /// Whether it says anything that an answer says.
    boolean isPartOfAnswer() {
        return !candidates.isEmpty() || !blockReason.isEmpty() || usage != null;
    }
}
