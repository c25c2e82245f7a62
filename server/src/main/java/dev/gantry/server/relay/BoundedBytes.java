package dev.gantry.server.relay;

import java.util.Arrays;

/// Bytes that are gathered up to a bound. Confined to one request.
final class BoundedBytes {
    private static final int FIRST_BUFFER_BYTES = 2 * 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;

    BoundedBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Adds bytes; false, and nothing added, when that would pass the bound.
    boolean append(byte[] source, int from, int to) {
        int size = to - from;
        if (size > maxBytes - length) {
            return false;
        }
        if (length + size > bytes.length) {
            long doubled = Math.max(FIRST_BUFFER_BYTES, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(length + size, doubled)));
        }
        System.arraycopy(source, from, bytes, length, size);
        length += size;
        return true;
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
