package dev.gantry.server.cli;

/// A command could not do what it was asked; the message is shown to the user as it is.
final class ChatFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChatFailure(String message) {
        super(message, null, false, false);
    }
}
