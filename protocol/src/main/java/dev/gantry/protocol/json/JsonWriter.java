package dev.gantry.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes JSON as UTF-8 bytes, commas put by itself; strings leave as {@link JsonText} has them. It trusts its caller
/// to open and close in order. Confined to one thread.
public final class JsonWriter {
    private byte[] bytes = new byte[256];
    private int length;
    private boolean commaDue;

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /// The name of a member; its value must follow.
    public JsonWriter name(String name) {
        separate();
        append(JsonText.quote(name));
        append((byte) ':');
        commaDue = false;
        return this;
    }

    public JsonWriter value(String text) {
        separate();
        append(JsonText.quote(text));
        commaDue = true;
        return this;
    }

    public JsonWriter value(long number) {
        return ascii(Long.toString(number));
    }

    /// @param number finite; whole numbers leave without a fraction
    public JsonWriter value(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return ascii(whole ? Long.toString((long) number) : Double.toString(number));
    }

    public JsonWriter value(boolean flag) {
        return ascii(Boolean.toString(flag));
    }

    public JsonWriter nullValue() {
        return ascii("null");
    }

    /// A value as it was written elsewhere.
    public JsonWriter value(RawJson raw) {
        separate();
        ensure(raw.length());
        raw.writeTo(bytes, length);
        length += raw.length();
        commaDue = true;
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private JsonWriter open(char bracket) {
        separate();
        append((byte) bracket);
        commaDue = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        append((byte) bracket);
        commaDue = true;
        return this;
    }

    private JsonWriter ascii(String text) {
        separate();
        append(text.getBytes(StandardCharsets.US_ASCII));
        commaDue = true;
        return this;
    }

    private void separate() {
        if (commaDue) {
            append((byte) ',');
        }
    }

    private void append(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void append(byte b) {
        ensure(1);
        bytes[length++] = b;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
