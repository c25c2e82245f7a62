package dev.gantry.server.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Splits the output of a program into lines of bounded length; what is longer is cut off. Confined to one thread.
final class OutputLines {
    static final int MAX_LINE_BYTES = 2048;

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int length;

    /// Reads to the end.
    ///
    /// @param lines told each line without its end; bytes that are not UTF-8 become U+FFFD
    void readAll(InputStream output, Consumer<String> lines) throws IOException {
        try (InputStream in = new BufferedInputStream(output)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    emit(lines);
                } else if (length < MAX_LINE_BYTES) {
                    line[length++] = (byte) next;
                }
            }
        } finally {
            if (length > 0) {
                emit(lines);
            }
        }
    }

    private void emit(Consumer<String> lines) {
        lines.accept(new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing());
        length = 0;
    }
}
