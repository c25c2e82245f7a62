package dev.gantry.testing;

/// What the fake of Anthropic refuses, as the real API words it. Never leaves this package.
final class AnthropicRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    private AnthropicRefusal(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static AnthropicRefusal invalid(String message) {
        return new AnthropicRefusal(400, "invalid_request_error", message);
    }

    static AnthropicRefusal unauthenticated(String message) {
        return new AnthropicRefusal(401, "authentication_error", message);
    }

    static AnthropicRefusal tooLarge(String message) {
        return new AnthropicRefusal(413, "request_too_large", message);
    }

    static AnthropicRefusal notFound(String message) {
        return new AnthropicRefusal(404, "not_found_error", message);
    }

    static void invalidIf(boolean wrong, String message) {
        if (wrong) {
            throw invalid(message);
        }
    }

    Script script() {
        return AnthropicReply.error(status, type, String.valueOf(getMessage()));
    }
}
