package dev.gantry.testing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks into the JSON of a request; what is not of the kind that is looked for is absent.
final class AnthropicJson {
    private AnthropicJson() {}

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(AnthropicJson::object).toList()
                : List.of();
    }

    static String text(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /// Whether one of the objects has this text in this member.
    static boolean anyHas(List<Map<String, @Nullable Object>> objects, String name, String text) {
        for (Map<String, @Nullable Object> object : objects) {
            if (text.equals(object.get(name))) {
                return true;
            }
        }
        return false;
    }

    static Optional<BigDecimal> number(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /// The blocks of a message's content; a string stands for one block of text.
    static List<Map<String, @Nullable Object>> blocks(Map<String, @Nullable Object> message) {
        return message.get("content") instanceof String text
                ? List.of(Map.of("type", "text", "text", text))
                : objects(message.get("content"));
    }
}
