package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatEvent.FinishReason;

/// Why a message ended, in Anthropic's words (platform.claude.com, "Handling stop reasons").
final class StopReason {
    private StopReason() {}

    /// What a word means to a client. Unknown words are a stop like any other.
    ///
    /// @param toolsCalled whether the client gets tool calls
    static FinishReason meaning(String word, boolean toolsCalled) {
        return switch (word) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> toolsCalled ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
