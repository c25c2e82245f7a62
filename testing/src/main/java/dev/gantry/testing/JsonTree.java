package dev.gantry.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small JSON reader and quoter of its own, so that a fake never shares a fault with the code that it tests.
/// Confined to one thread.
final class JsonTree {
    private final String text;
    private int position;

    private JsonTree(String text) {
        this.text = text;
    }

    static Map<String, @Nullable Object> parseObject(String text) {
        JsonTree tree = new JsonTree(text);
        Object value = tree.value();
        tree.skipBlanks();
        if (tree.position != text.length()) {
            throw tree.unexpected();
        }
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("not a JSON object: " + text);
        }
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) value;
        return object;
    }

    /// The text as a JSON string in which only what JSON demands is escaped: line separators stay raw.
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private @Nullable Object value() {
        skipBlanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        position++;
        if (takeIf('}')) {
            return members;
        }
        do {
            skipBlanks();
            String name = string();
            take(':');
            members.put(name, value());
        } while (takeIf(','));
        take('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        position++;
        if (takeIf(']')) {
            return elements;
        }
        do {
            elements.add(value());
        } while (takeIf(','));
        take(']');
        return elements;
    }

    private String string() {
        take('"');
        StringBuilder decoded = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(position++);
            decoded.append(c == '\\' ? escape() : c);
        }
        position++;
        return decoded.toString();
    }

    private char escape() {
        char kind = peek();
        position++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                position += 4;
                yield (char) Integer.parseInt(text.substring(position - 4, position), 16);
            }
            default -> throw unexpected();
        };
    }

    private BigDecimal number() {
        int start = position;
        while (position < text.length() && "+-0123456789.eE".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (start == position) {
            throw unexpected();
        }
        return new BigDecimal(text.substring(start, position));
    }

    private @Nullable Object literal(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, position)) {
            throw unexpected();
        }
        position += word.length();
        return meaning;
    }

    private void take(char expected) {
        if (!takeIf(expected)) {
            throw unexpected();
        }
    }

    private boolean takeIf(char expected) {
        skipBlanks();
        boolean there = position < text.length() && text.charAt(position) == expected;
        if (there) {
            position++;
        }
        return there;
    }

    private char peek() {
        if (position >= text.length()) {
            throw unexpected();
        }
        return text.charAt(position);
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not JSON at offset " + position + ": " + text);
    }
}
