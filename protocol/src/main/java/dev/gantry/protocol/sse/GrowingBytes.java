package dev.gantry.protocol.sse;

import java.util.Arrays;

/// A byte buffer that grows as needed and is emptied without giving its memory back. Its user bounds it.
final class GrowingBytes {
    private byte[] bytes = new byte[256];
    private int length;

    void append(byte[] source, int from, int to) {
        ensureRoom(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    void append(char ascii) {
        ensureRoom(1);
        bytes[length++] = (byte) ascii;
    }

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void ensureRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
