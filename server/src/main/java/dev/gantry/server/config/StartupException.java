package dev.gantry.server.config;

/// Gantry cannot start, or cannot take a new configuration, for a reason that its user can act on.
/// The message is one clear sentence that is shown to the user as it is, without a stack trace.
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }
}
