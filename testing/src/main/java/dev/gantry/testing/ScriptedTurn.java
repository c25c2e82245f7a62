package dev.gantry.testing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the standalone fake reads of a chat request. Immutable.
///
/// @param model as asked for, tag and all
/// @param behaviour the model without its tag: what stands before the first `@`
/// @param messages the conversation, each a JSON object
/// @param temperature 0 where the request has none
/// @param maxTokens 0 where the request has none
record ScriptedTurn(
        String model,
        String behaviour,
        boolean streamed,
        boolean wantsUsage,
        List<Map<String, @Nullable Object>> messages,
        BigDecimal temperature,
        BigDecimal maxTokens) {

    /// @throws IllegalArgumentException where the body is not a chat request
    static ScriptedTurn of(RecordedRequest request) {
        Map<String, @Nullable Object> body = request.json();
        if (!(body.get("model") instanceof String model) || !(body.get("messages") instanceof List<?> messages)) {
            throw new IllegalArgumentException("model or messages are missing");
        }
        return new ScriptedTurn(
                model,
                model.split("@", 2)[0],
                Boolean.TRUE.equals(body.get("stream")),
                body.get("stream_options") instanceof Map<?, ?> options
                        && Boolean.TRUE.equals(options.get("include_usage")),
                messages.stream().map(ScriptedTurn::message).toList(),
                number(body.get("temperature")),
                number(body.get("max_tokens")));
    }

    List<String> roles() {
        return messages.stream()
                .map(message -> String.valueOf(message.get("role")))
                .toList();
    }

    /// The text of the last message, its text parts put together; empty where it has none.
    String lastText() {
        return messages.isEmpty() ? "" : text(messages.getLast().get("content"));
    }

    private static BigDecimal number(@Nullable Object value) {
        return value instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }

    private static String text(@Nullable Object content) {
        return switch (content) {
            case String text -> text;
            case List<?> parts -> {
                StringBuilder joined = new StringBuilder();
                for (Object part : parts) {
                    if (part instanceof Map<?, ?> object && object.get("text") instanceof String text) {
                        joined.append(text);
                    }
                }
                yield joined.toString();
            }
            case null, default -> "";
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> message(@Nullable Object element) {
        if (element instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new IllegalArgumentException("a message is not an object");
    }
}
