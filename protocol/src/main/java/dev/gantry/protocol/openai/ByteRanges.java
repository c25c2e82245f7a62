package dev.gantry.protocol.openai;

import java.util.Arrays;

/// A growing list of ranges of the body. Confined to one thread while it grows.
final class ByteRanges {
    private static final int[] NONE = new int[0];

    private int[] bounds = NONE;
    private int size;

    void add(int start, int end) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(8, 4 * size));
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        size++;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int start(int i) {
        return bounds[2 * i];
    }

    int end(int i) {
        return bounds[2 * i + 1];
    }
}
