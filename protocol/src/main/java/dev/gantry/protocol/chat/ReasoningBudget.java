package dev.gantry.protocol.chat;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import java.util.OptionalInt;

/// Turns `reasoning_effort` into a budget of thinking tokens, for models without named levels. The client's cap on
/// generated tokens stays the cap: thinking gets at most half of it, so that something is left for the answer.
public final class ReasoningBudget {
    /// Fewer tokens are no thinking; Anthropic's Messages API refuses a smaller `budget_tokens`.
    public static final int LEAST_TOKENS = 1_024;

    private ReasoningBudget() {}

    /// The budget in tokens; empty where thinking is to be off: the client said so, or the cap leaves too little,
    /// which is a loss to be reported.
    ///
    /// @param maxTokens the cap that the upstream will get, at least 1
    public static OptionalInt within(int maxTokens, Effort effort) {
        int budget = Math.min(full(effort), maxTokens / 2);
        return budget < LEAST_TOKENS ? OptionalInt.empty() : OptionalInt.of(budget);
    }

    /// The budget in tokens where no cap limits it; 0 for {@link Effort#NONE}.
    public static int full(Effort effort) {
        return switch (effort) {
            case NONE -> 0;
            case MINIMAL -> LEAST_TOKENS;
            case LOW -> 2_048;
            case MEDIUM -> 8_192;
            case HIGH -> 16_384;
            case XHIGH, MAX -> 32_768;
        };
    }
}
