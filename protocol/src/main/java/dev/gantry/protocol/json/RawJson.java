package dev.gantry.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One well-formed JSON value, kept as it was written: key order, number forms and white space survive. Immutable.
public final class RawJson {
    private final byte[] bytes;

    private RawJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The value in {@code source[from, to)}, which was scanned before.
    public static RawJson copyOf(byte[] source, int from, int to) {
        return new RawJson(Arrays.copyOfRange(source, from, to));
    }

    /// @throws JsonSyntaxException when the text is not one JSON value
    public static RawJson parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner(bytes);
        scanner.next();
        scanner.skipValue();
        scanner.next();
        return new RawJson(bytes);
    }

    /// A scanner before the value's first token.
    public JsonScanner scanner() {
        return new JsonScanner(bytes);
    }

    public int length() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    void writeTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw && Arrays.equals(bytes, raw.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
