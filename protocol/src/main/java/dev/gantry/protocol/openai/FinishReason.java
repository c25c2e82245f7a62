package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.UpstreamProblem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Why a choice ended, in the words of the wire, and the two ends that are none.
enum FinishReason {
    STOP("stop"),
    LENGTH("length"),
    TOOL_CALLS("tool_calls"),
    CONTENT_FILTER("content_filter"),
    FUNCTION_CALL("function_call"),
    /// The upstream broke the generation off.
    BROKEN_OFF("error"),
    /// The upstream had no capacity to go on.
    OUT_OF_CAPACITY("error");

    private final String word;

    FinishReason(String word) {
        this.word = word;
    }

    /// What a host means by its word. Unknown words (`eos`, `eos_token`, `end_turn`…) are taken as stop.
    static FinishReason of(String upstreamWord) {
        return switch (upstreamWord.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "model_length" -> LENGTH;
            case "tool_calls", "tool_use", "tool_call" -> TOOL_CALLS;
            case "content_filter", "safety", "recitation", "refusal" -> CONTENT_FILTER;
            case "function_call" -> FUNCTION_CALL;
            case "abort", "aborted", "error", "cancelled", "timeout" -> BROKEN_OFF;
            case "insufficient_system_resource" -> OUT_OF_CAPACITY;
            default -> STOP;
        };
    }

    static FinishReason of(ChatEvent.FinishReason reason) {
        return switch (reason) {
            case STOP -> STOP;
            case LENGTH -> LENGTH;
            case TOOL_CALLS -> TOOL_CALLS;
            case CONTENT_FILTER -> CONTENT_FILTER;
        };
    }

    /// The reason of a choice that called tools: some hosts say "stop" then.
    FinishReason withToolCalls(boolean toolsCalled) {
        return this == STOP && toolsCalled ? TOOL_CALLS : this;
    }

    /// Whether the tool calls of a choice that ends so are whole.
    boolean completesToolCalls() {
        return this == STOP || this == TOOL_CALLS;
    }

    String word() {
        return word;
    }

    /// The quoted word.
    byte[] json() {
        return ('"' + word + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /// This reason, unless it says that the generation failed.
    FinishReason requireEnd() {
        return switch (this) {
            case STOP, LENGTH, TOOL_CALLS, CONTENT_FILTER, FUNCTION_CALL -> this;
            case BROKEN_OFF ->
                throw new UpstreamFailed(new UpstreamProblem(
                        UpstreamProblem.Kind.SERVER_ERROR, "The upstream broke the answer off.", null, 0));
            case OUT_OF_CAPACITY ->
                throw new UpstreamFailed(new UpstreamProblem(
                        UpstreamProblem.Kind.OVERLOADED,
                        "The upstream ran out of capacity before the answer was complete.",
                        null,
                        0));
        };
    }
}
