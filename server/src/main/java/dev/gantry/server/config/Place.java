package dev.gantry.server.config;

/// Where a value stands: file and line. Immutable.
///
/// @param line 1-based; 0 where it is not known
public record Place(String file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
