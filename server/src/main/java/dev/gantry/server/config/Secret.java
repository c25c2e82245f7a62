package dev.gantry.server.config;

/// A value that must not reach a log, an error or a terminal: it prints as a mask. Immutable.
///
/// @param value the secret itself, for the one place that sends it
public record Secret(String value) {
    /// What stands for every secret, whatever its length.
    public static final String MASK = "****";

    @Override
    public String toString() {
        return MASK;
    }
}
