package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One member of an object in the body, as byte ranges. Immutable.
///
/// @param field the documented top-level field that it is; null for any other
/// @param name its name, as the client wrote it
/// @param kind the first token of its value
/// @param nameStart the opening quote of its name
/// @param nameEnd the byte after the closing quote of its name
record RequestMember(
        @Nullable RequestField field,
        String name,
        JsonToken kind,
        int nameStart,
        int nameEnd,
        int valueStart,
        int valueEnd) {
    /// Keywords of client libraries that leak into the body, where they mean nothing.
    private static final Set<String> CLIENT_KEYWORDS = Set.of("timeout", "extra_headers", "extra_query", "extra_body");

    /// The snake_case name of a documented field, and for any other the name as it was written.
    String wireName() {
        return field == null ? name : field.wireName();
    }

    boolean isAlias() {
        return !wireName().equals(name);
    }

    boolean isNull() {
        return kind == JsonToken.NULL;
    }

    /// Whether it says nothing to any upstream: a keyword that leaked into the body, or the null of an undocumented
    /// field.
    boolean isNoise() {
        return field == null && (isNull() || CLIENT_KEYWORDS.contains(name));
    }

    /// The value as the client wrote it.
    RawJson raw(byte[] body) {
        return RawJson.copyOf(body, valueStart, valueEnd);
    }

    /// A scanner at the first token of the value. The value was scanned before, so it cannot fail.
    JsonScanner value(byte[] body) {
        JsonScanner scanner = new JsonScanner(body, valueStart, valueEnd, Integer.MAX_VALUE);
        scanner.next();
        return scanner;
    }
}
