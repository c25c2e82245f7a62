package dev.gantry.protocol.json;

import java.nio.charset.StandardCharsets;

/// Writes strings as JSON that every client of the wire can read: U+0085, U+2028 and U+2029 leave escaped,
/// because line readers that follow Python's {@code splitlines} break a line there. So do lone surrogates,
/// which have no UTF-8: the two halves of a character may come in two deltas.
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /// The text in double quotes, as UTF-8 JSON.
    public static byte[] quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16);
        appendQuoted(json, text);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Appends the text in double quotes.
    public static void appendQuoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' '
                            || c == '\u0085'
                            || c == '\u2028'
                            || c == '\u2029'
                            || (Character.isSurrogate(c) && isLoneSurrogate(text, i))) {
                        json.append("\\u")
                                .append(HEX.charAt(c >> 12))
                                .append(HEX.charAt(c >> 8 & 15))
                                .append(HEX.charAt(c >> 4 & 15))
                                .append(HEX.charAt(c & 15));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
