package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;

/// What Gemini's `finishReason` means (Gemini API, "FinishReason").
final class FinishWord {
    private FinishWord() {}

    /// Whether the word says nothing yet.
    static boolean isUnsaid(String word) {
        return word.isEmpty() || word.equals("FINISH_REASON_UNSPECIFIED");
    }

    /// The reason; an end that is none (a malformed call, `OTHER`, a word of tomorrow) is a failure, for a truncated
    /// answer must not look whole.
    ///
    /// @param toolsCalled whether the candidate called tools: Gemini says `STOP` then, too
    /// @throws BrokenAnswer where the word says that the generation failed
    static FinishReason reason(String word, boolean toolsCalled) {
        return switch (word) {
            case "STOP" -> toolsCalled ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "RECITATION",
                    "LANGUAGE",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FinishReason.CONTENT_FILTER;
            case "MALFORMED_FUNCTION_CALL" -> throw failure("The model wrote a function call that cannot be read.");
            case "UNEXPECTED_TOOL_CALL" -> throw failure("The model called a tool that it was not offered.");
            case "TOO_MANY_TOOL_CALLS" -> throw failure("The model called too many tools in a row.");
            default -> throw failure("The upstream broke the answer off.");
        };
    }

    private static BrokenAnswer failure(String message) {
        return new BrokenAnswer(new UpstreamProblem(Kind.SERVER_ERROR, message, null, 0));
    }
}
