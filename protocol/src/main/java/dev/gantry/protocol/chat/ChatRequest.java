package dev.gantry.protocol.chat;

import dev.gantry.protocol.json.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chat request in full, as the translation lane needs it: typed where providers differ, raw where they do not.
/// Immutable.
///
/// @param messages in the client's order, at least one
/// @param controls sampling, caps and the like
/// @param tools functions that the model may call
/// @param toolChoice whether and which of them it must call
/// @param responseFormat the form of the answer's text
/// @param reasoning what the client said of thinking
/// @param endUser the client's opaque id of its own user
/// @param extensions all other fields, by their snake_case names where they have one, as the client wrote them: those
///     that the wire does not define, and those that only OpenAI knows (`verbosity`, `prediction`, `store` …)
public record ChatRequest(
        List<Message> messages,
        Controls controls,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        ResponseFormat responseFormat,
        Reasoning reasoning,
        @Nullable String endUser,
        Map<String, String> metadata,
        @Nullable String serviceTier,
        Map<String, RawJson> extensions) {

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /// Numbers that steer generation; null means that the client said nothing.
    ///
    /// @param maxTokens the client's cap on generated tokens, reasoning included
    /// @param choices how many answers, at least 1
    /// @param stop texts at which to stop, at most 4
    /// @param topLogprobs null without `logprobs`, else 0..20
    public record Controls(
            @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Long seed,
            int choices,
            List<String> stop,
            @Nullable Integer topLogprobs,
            @Nullable RawJson logitBias) {
        public Controls {
            stop = List.copyOf(stop);
        }
    }

    /// A function that the model may call.
    ///
    /// @param parameters its JSON Schema, byte for byte; null for no parameters
    /// @param cacheControl a provider's cache marker on it, as the client wrote it
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable RawJson parameters,
            @Nullable Boolean strict,
            @Nullable RawJson cacheControl) {}

    /// Whether and which tools the model must call.
    public sealed interface ToolChoice {
        record Unsaid() implements ToolChoice {}

        record None() implements ToolChoice {}

        record Auto() implements ToolChoice {}

        record Required() implements ToolChoice {}

        record Named(String name) implements ToolChoice {}

        /// Only these, and at least one of them where it is required.
        record Allowed(boolean required, List<String> names) implements ToolChoice {
            public Allowed {
                names = List.copyOf(names);
            }
        }
    }

    /// The form of the answer's text.
    public sealed interface ResponseFormat {
        record Text() implements ResponseFormat {}

        record JsonObject() implements ResponseFormat {}

        /// @param schema byte for byte as the client wrote it; null where it wrote none
        record JsonSchema(
                String name,
                @Nullable String description,
                @Nullable RawJson schema,
                @Nullable Boolean strict) implements ResponseFormat {}
    }

    /// What the client said of thinking.
    ///
    /// @param effort null where it said nothing: the provider's default then
    public record Reasoning(@Nullable Effort effort) {
        public static final Reasoning UNSAID = new Reasoning(null);
    }

    /// `reasoning_effort`.
    public enum Effort {
        NONE,
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH,
        XHIGH,
        MAX
    }
}
