package dev.gantry.testing;

/// What the fake of Gemini refuses, as the real API words it. Never leaves this package.
final class GeminiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Script script;

    private GeminiRefusal(String message, Script script) {
        super(message, null, false, false);
        this.script = script;
    }

    static GeminiRefusal invalid(String message) {
        return of(400, "INVALID_ARGUMENT", message);
    }

    static GeminiRefusal notFound(String message) {
        return of(404, "NOT_FOUND", message);
    }

    static GeminiRefusal withoutKey() {
        return of(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established" + " identity).");
    }

    static GeminiRefusal wrongKey() {
        String message = "API key not valid. Please pass a valid API key.";
        String details = "[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\","
                + "\"domain\":\"googleapis.com\"}]";
        return new GeminiRefusal(
                message, Script.json(400, GeminiReply.error(400, "INVALID_ARGUMENT", message, details)));
    }

    static void invalidIf(boolean wrong, String message) {
        if (wrong) {
            throw invalid(message);
        }
    }

    Script script() {
        return script;
    }

    private static GeminiRefusal of(int status, String word, String message) {
        return new GeminiRefusal(message, Script.json(status, GeminiReply.error(status, word, message)));
    }
}
