package dev.gantry.conformance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.openai.errors.OpenAIServiceException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user of a client sees: the answer, or the exception that the client raised. Immutable.
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reply(
        @Nullable String text,
        @Nullable String reasoning,
        @JsonProperty("finish_reason") @Nullable String finishReason,
        @JsonProperty("tool_calls") List<List<String>> toolCalls,
        @Nullable String raised,
        @Nullable String message,
        @Nullable Integer status,
        double seconds) {

    Reply(String text, String reasoning, String finishReason, List<List<String>> toolCalls) {
        this(text, reasoning, finishReason, toolCalls, null, null, null, 0);
    }

    static Reply raised(RuntimeException e) {
        Integer status = e instanceof OpenAIServiceException answered ? answered.statusCode() : null;
        return new Reply(
                null, null, null, List.of(), e.getClass().getSimpleName(), String.valueOf(e.getMessage()), status, 0);
    }

    Reply took(Duration time) {
        return new Reply(text, reasoning, finishReason, toolCalls, raised, message, status, time.toMillis() / 1000.0);
    }
}
