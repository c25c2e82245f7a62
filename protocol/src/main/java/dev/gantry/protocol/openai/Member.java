package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.Arrays;

/// A member that a view looks for in the JSON text at hand, and where it lies there: absolute byte ranges.
/// Reused from text to text. Confined to one thread.
final class Member {
    private final String name;
    private JsonToken token = JsonToken.END;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;
    private boolean dropped;

    Member(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void forget() {
        token = JsonToken.END;
    }

    void foundAt(int nameStart, int nameEnd, JsonScanner scanner) {
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.token = scanner.current();
        this.valueStart = scanner.start();
        this.dropped = false;
    }

    void endsAt(int valueEnd) {
        this.valueEnd = valueEnd;
    }

    /// Marks it for {@link ObjectView#removeDropped}.
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }

    boolean isPresent() {
        return token != JsonToken.END;
    }

    boolean is(JsonToken kind) {
        return token == kind;
    }

    /// A string with at least one character.
    boolean isText() {
        return token == JsonToken.STRING && valueEnd - valueStart > 2;
    }

    /// Absent, null or the empty string: the ways in which hosts say nothing.
    boolean isBlank() {
        return token == JsonToken.END || token == JsonToken.NULL || (token == JsonToken.STRING && !isText());
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    /// How many bytes a string has between its quotes.
    int textBytes() {
        return isText() ? valueEnd - valueStart - 2 : 0;
    }

    /// Whether the value is written exactly so.
    boolean valueEquals(byte[] bytes, byte[] json) {
        return isPresent() && Arrays.equals(bytes, valueStart, valueEnd, json, 0, json.length);
    }

    byte[] copyValue(byte[] bytes) {
        return Arrays.copyOfRange(bytes, valueStart, valueEnd);
    }

    /// The decoded string.
    String text(byte[] bytes) {
        return value(bytes).text();
    }

    /// The number, cut to a long.
    long longValue(byte[] bytes) {
        if (valueEnd - valueStart == 1) {
            return (long) bytes[valueStart] - '0';
        }
        return value(bytes).longValue();
    }

    private JsonScanner value(byte[] bytes) {
        JsonScanner scanner = new JsonScanner(bytes, valueStart, valueEnd, 1);
        scanner.next();
        return scanner;
    }
}
