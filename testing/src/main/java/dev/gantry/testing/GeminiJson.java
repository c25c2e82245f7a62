package dev.gantry.testing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks into what {@link JsonTree} read, where a value of another type than wanted is none.
final class GeminiJson {
    private GeminiJson() {}

    /// The object; empty for other values.
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? (Map<String, @Nullable Object>) object : Map.of();
    }

    /// The objects of an array; empty for other values.
    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(GeminiJson::object).toList()
                : List.of();
    }

    /// The text of a member; empty where it has none.
    static String text(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    static Optional<BigDecimal> number(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }
}
