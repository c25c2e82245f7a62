package dev.gantry.server.config;

/// Gantry cannot start, or a command cannot run. The message is one sentence for the person at the terminal,
/// shown as it is, and the process exits with 1.
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
