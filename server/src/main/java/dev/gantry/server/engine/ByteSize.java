package dev.gantry.server.engine;

import java.util.Locale;

/// Sizes as people read them: decimal units, as download pages use them.
final class ByteSize {
    private ByteSize() {}

    static String format(long bytes) {
        if (bytes >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
        }
        if (bytes >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        }
        return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
}
