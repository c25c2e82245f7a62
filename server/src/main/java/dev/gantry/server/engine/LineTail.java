package dev.gantry.server.engine;

import java.util.ArrayDeque;
import java.util.List;

/// The last lines that a child wrote: at most 20, each at most {@link OutputLines#MAX_LINE_BYTES} long. Thread-safe.
final class LineTail {
    private static final int MAX_LINES = 20;

    private final ArrayDeque<String> lines = new ArrayDeque<>(MAX_LINES);

    synchronized void add(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
