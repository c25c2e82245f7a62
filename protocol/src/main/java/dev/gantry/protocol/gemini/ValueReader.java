package dev.gantry.protocol.gemini;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Reads the value that a scanner is at, and skips it where it is of another type than wanted. After each read the
/// scanner is at the last token of the value.
final class ValueReader {
    private ValueReader() {}

    /// Reads one member's value; the scanner is at its first token.
    @FunctionalInterface
    interface MemberReader {
        void read(String name);
    }

    /// Reads the members of an object.
    static void members(JsonScanner scanner, MemberReader reader) {
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() == JsonToken.NAME) {
            String name = scanner.text();
            scanner.next();
            reader.read(name);
        }
    }

    /// Reads the elements of an array; the scanner is at the first token of each.
    static void elements(JsonScanner scanner, Runnable reader) {
        if (scanner.current() != JsonToken.ARRAY_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() != JsonToken.ARRAY_END) {
            reader.run();
        }
    }

    /// The text of a string; empty for other values.
    static String text(JsonScanner scanner) {
        if (scanner.current() == JsonToken.STRING) {
            return scanner.text();
        }
        scanner.skipValue();
        return "";
    }

    /// The number; 0 for other values.
    static long number(JsonScanner scanner) {
        if (scanner.current() == JsonToken.NUMBER) {
            return scanner.longValue();
        }
        scanner.skipValue();
        return 0;
    }

    /// Whether it is `true`.
    static boolean flag(JsonScanner scanner) {
        boolean flag = scanner.current() == JsonToken.TRUE;
        scanner.skipValue();
        return flag;
    }
}
