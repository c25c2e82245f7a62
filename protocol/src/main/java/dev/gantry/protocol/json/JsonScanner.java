package dev.gantry.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A pull scanner over UTF-8 JSON (RFC 8259) that copies nothing: it yields tokens with their exact
/// byte ranges, so that a caller can look at the few values it acts on and splice the rest untouched.
///
/// It is strict: control characters and broken escapes in strings, malformed UTF-8 (RFC 3629: also
/// overlong forms and surrogates), leading zeros, trailing commas and trailing bytes all fail with a
/// {@link JsonSyntaxException}. It does not look for duplicate names: that is the caller's rule.
///
/// Ranges are absolute indexes into the array that was passed in. Confined to one thread.
public final class JsonScanner {
    /// How deep objects and arrays may nest before the scanner refuses the text.
    public static final int DEFAULT_MAX_DEPTH = 128;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final int LONGEST_LONG = String.valueOf(Long.MIN_VALUE).length();
    private static final int LONGEST_ESCAPE = "\\u0000".length();

    private enum Expect {
        VALUE,
        VALUE_OR_ARRAY_END,
        NAME_OR_OBJECT_END,
        NAME,
        COMMA_OR_END,
        NOTHING
    }

    private byte[] bytes;
    private int from;
    private int to;
    private final int maxDepth;
    private boolean[] inObject = new boolean[16];
    private int depth;
    private int position;
    private int tokenStart;
    private int tokenEnd;
    private boolean escaped;
    private Expect expect = Expect.VALUE;
    private JsonToken current = JsonToken.END;

    public JsonScanner(byte[] bytes) {
        this(bytes, 0, bytes.length, DEFAULT_MAX_DEPTH);
    }

    /// @param from first byte of the text, inclusive
    /// @param to end of the text, exclusive
    /// @param maxDepth how deep objects and arrays may nest, at least 1
    public JsonScanner(byte[] bytes, int from, int to, int maxDepth) {
        if (maxDepth < 1) {
            throw new IllegalArgumentException("depth " + maxDepth);
        }
        requireRange(bytes, from, to);
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.maxDepth = maxDepth;
        this.position = from;
    }

    /// Turns to the start of another text, in {@code bytes[from, to)}, so that a stream of small texts is
    /// scanned without garbage.
    public JsonScanner reset(byte[] bytes, int from, int to) {
        requireRange(bytes, from, to);
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        position = from;
        depth = 0;
        expect = Expect.VALUE;
        current = JsonToken.END;
        return this;
    }

    /// Moves to the next token. After {@link JsonToken#END} it stays there.
    public JsonToken next() {
        skipWhiteSpace();
        if (expect == Expect.COMMA_OR_END) {
            if (depth == 0) {
                expect = Expect.NOTHING;
            } else if (position < to && bytes[position] == ',') {
                position++;
                skipWhiteSpace();
                expect = inObject[depth - 1] ? Expect.NAME : Expect.VALUE;
            } else {
                current = closeContainer();
                return current;
            }
        }
        tokenStart = position;
        escaped = false;
        current = switch (expect) {
            case NOTHING -> requireEnd();
            case NAME -> name();
            case NAME_OR_OBJECT_END -> at('}') ? closeContainer() : name();
            case VALUE_OR_ARRAY_END -> at(']') ? closeContainer() : value();
            case VALUE, COMMA_OR_END -> value();
        };
        return current;
    }

    /// The token that {@link #next()} last returned.
    public JsonToken current() {
        return current;
    }

    /// How many objects and arrays are open.
    public int depth() {
        return depth;
    }

    /// First byte of the current token; for names and strings that is the opening quote.
    public int start() {
        return tokenStart;
    }

    /// End of the current token, exclusive; for names and strings the byte after the closing quote.
    public int end() {
        return tokenEnd;
    }

    /// Skips the rest of the value that the current token starts, so that the current token is its last.
    /// For a scalar it does nothing.
    ///
    /// @return the end of the value, exclusive
    public int skipValue() {
        if (current == JsonToken.OBJECT_START || current == JsonToken.ARRAY_START) {
            int outer = depth - 1;
            while (depth > outer) {
                next();
            }
        }
        return tokenEnd;
    }

    /// Whether the current name or string is exactly this ASCII text, also where it is written with escapes.
    public boolean textEquals(String ascii) {
        int length = ascii.length();
        if (escaped) {
            boolean mayFit = tokenEnd - tokenStart - 2 <= LONGEST_ESCAPE * length;
            return mayFit && text().equals(ascii);
        }
        if (tokenEnd - tokenStart - 2 != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[tokenStart + 1 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the current name or string has no characters.
    public boolean textIsEmpty() {
        return tokenEnd - tokenStart == 2;
    }

    /// Whether the current name or string was written with escapes.
    public boolean textIsEscaped() {
        return escaped;
    }

    /// The current name or string, decoded; a lone surrogate escape becomes U+FFFD on the way back to bytes.
    public String text() {
        return escaped
                ? unescape(bytes, tokenStart + 1, tokenEnd - 1)
                : new String(bytes, tokenStart + 1, tokenEnd - tokenStart - 2, StandardCharsets.UTF_8);
    }

    /// The current number as it was written.
    public String numberText() {
        return new String(bytes, tokenStart, tokenEnd - tokenStart, StandardCharsets.US_ASCII);
    }

    /// Whether the current number is written as an integer: without fraction and exponent.
    public boolean numberIsInteger() {
        for (int i = tokenStart; i < tokenEnd; i++) {
            byte b = bytes[i];
            if (b == '.' || b == 'e' || b == 'E') {
                return false;
            }
        }
        return true;
    }

    /// The current number as a double; beyond the range of a double it is infinite.
    public double doubleValue() {
        return Double.parseDouble(numberText());
    }

    /// The current number as a long, saturated at the ends of its range; a fraction is cut off.
    public long longValue() {
        if (numberIsInteger() && tokenEnd - tokenStart <= LONGEST_LONG) {
            try {
                return Long.parseLong(numberText());
            } catch (NumberFormatException beyondLong) {
                return bytes[tokenStart] == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        }
        return (long) doubleValue();
    }

    private static void requireRange(byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IllegalArgumentException("range " + from + ".." + to + " of " + bytes.length);
        }
    }

    private JsonToken requireEnd() {
        if (position < to) {
            throw problem("unexpected bytes after the JSON value");
        }
        tokenEnd = position;
        return JsonToken.END;
    }

    private JsonToken name() {
        if (!at('"')) {
            throw position < to ? problem("expected a member name in double quotes") : unexpectedEnd();
        }
        scanString();
        skipWhiteSpace();
        if (!at(':')) {
            throw position < to ? problem("expected ':' after a member name") : unexpectedEnd();
        }
        position++;
        expect = Expect.VALUE;
        return JsonToken.NAME;
    }

    private JsonToken value() {
        if (position >= to) {
            throw unexpectedEnd();
        }
        expect = Expect.COMMA_OR_END;
        return switch (bytes[position]) {
            case '"' -> {
                scanString();
                yield JsonToken.STRING;
            }
            case '{' -> open(true);
            case '[' -> open(false);
            case 't' -> literal("true", JsonToken.TRUE);
            case 'f' -> literal("false", JsonToken.FALSE);
            case 'n' -> literal("null", JsonToken.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw problem("expected a JSON value");
        };
    }

    private JsonToken open(boolean object) {
        if (depth == maxDepth) {
            throw problem("nested deeper than " + maxDepth + " levels");
        }
        if (depth == inObject.length) {
            inObject = Arrays.copyOf(inObject, depth * 2);
        }
        inObject[depth++] = object;
        tokenEnd = ++position;
        expect = object ? Expect.NAME_OR_OBJECT_END : Expect.VALUE_OR_ARRAY_END;
        return object ? JsonToken.OBJECT_START : JsonToken.ARRAY_START;
    }

    private JsonToken closeContainer() {
        if (position >= to) {
            throw unexpectedEnd();
        }
        boolean object = inObject[depth - 1];
        if (bytes[position] != (object ? '}' : ']')) {
            throw problem(object ? "expected ',' or '}'" : "expected ',' or ']'");
        }
        depth--;
        tokenStart = position;
        tokenEnd = ++position;
        expect = Expect.COMMA_OR_END;
        return object ? JsonToken.OBJECT_END : JsonToken.ARRAY_END;
    }

    private JsonToken literal(String word, JsonToken token) {
        int end = position + word.length();
        for (int i = 0; i < word.length(); i++) {
            if (position + i >= to) {
                throw unexpectedEnd();
            }
            if (bytes[position + i] != word.charAt(i)) {
                throw problem("expected a JSON value");
            }
        }
        position = end;
        tokenEnd = end;
        return token;
    }

    private JsonToken number() {
        if (at('-')) {
            position++;
        }
        if (at('0')) {
            position++;
        } else {
            digits();
        }
        if (at('.')) {
            position++;
            digits();
        }
        if (at('e') || at('E')) {
            position++;
            if (at('+') || at('-')) {
                position++;
            }
            digits();
        }
        tokenEnd = position;
        return JsonToken.NUMBER;
    }

    private void digits() {
        int first = position;
        while (position < to && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        if (position == first) {
            throw position < to ? problem("malformed number") : unexpectedEnd();
        }
    }

    private void scanString() {
        position++;
        while (true) {
            skipPlainText();
            if (position >= to) {
                throw unexpectedEnd();
            }
            byte b = bytes[position];
            if (b == '"') {
                tokenEnd = ++position;
                return;
            }
            if (b == '\\') {
                escaped = true;
                scanEscape();
            } else if (b < 0) {
                scanMultiByteCharacters();
            } else if (b < ' ') {
                throw problem("unescaped control character in a string");
            } else {
                position++;
            }
        }
    }

    /// Moves over eight bytes at a time while none of them is a quote, a backslash, a control or non-ASCII.
    private void skipPlainText() {
        while (position <= to - 8) {
            long word = (long) LONGS.get(bytes, position);
            long quotes = word ^ QUOTES;
            long backslashes = word ^ BACKSLASHES;
            long special = (quotes - ONES) & ~quotes;
            special |= (backslashes - ONES) & ~backslashes;
            special |= (word - SPACES) & ~word;
            special |= word;
            special &= HIGHS;
            if (special != 0) {
                position += Long.numberOfTrailingZeros(special) >>> 3;
                return;
            }
            position += 8;
        }
    }

    private void scanEscape() {
        position++;
        if (position >= to) {
            throw unexpectedEnd();
        }
        switch (bytes[position]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> position++;
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (position + i >= to) {
                        throw unexpectedEnd();
                    }
                    if (Character.digit(bytes[position + i], 16) < 0) {
                        throw problem("malformed \\u escape in a string");
                    }
                }
                position += 5;
            }
            default -> throw problem("unknown escape in a string");
        }
    }

    /// Stays here as long as no ASCII comes, for most text that is not Latin has long runs without.
    private void scanMultiByteCharacters() {
        do {
            scanMultiByteCharacter();
        } while (position < to && bytes[position] < 0);
    }

    private void scanMultiByteCharacter() {
        int lead = bytes[position] & 0xFF;
        int second = continuation(1);
        if (lead >= 0xC2 && lead <= 0xDF) {
            position += 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            boolean overlong = lead == 0xE0 && second < 0xA0;
            boolean surrogate = lead == 0xED && second > 0x9F;
            if (overlong || surrogate) {
                throw problem("malformed UTF-8 in a string");
            }
            continuation(2);
            position += 3;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            boolean overlong = lead == 0xF0 && second < 0x90;
            boolean beyondUnicode = lead == 0xF4 && second > 0x8F;
            if (overlong || beyondUnicode) {
                throw problem("malformed UTF-8 in a string");
            }
            continuation(2);
            continuation(3);
            position += 4;
        } else {
            throw problem("malformed UTF-8 in a string");
        }
    }

    private int continuation(int ahead) {
        if (position + ahead >= to) {
            throw unexpectedEnd();
        }
        int b = bytes[position + ahead] & 0xFF;
        if ((b & 0xC0) != 0x80) {
            throw problem("malformed UTF-8 in a string");
        }
        return b;
    }

    private void skipWhiteSpace() {
        while (position < to) {
            byte b = bytes[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            position++;
        }
    }

    private boolean at(char ascii) {
        return position < to && bytes[position] == ascii;
    }

    private JsonSyntaxException problem(String what) {
        return new JsonSyntaxException(what, position - from);
    }

    private JsonSyntaxException unexpectedEnd() {
        return new JsonSyntaxException("unexpected end of the JSON text", to - from);
    }

    private static String unescape(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
    }
}
