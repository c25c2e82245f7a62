package dev.gantry.server.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a request's path names. Clients differ in the base URL that they are given, so every path of the API works
/// with no `/v1`, one, or two; ids contain slashes, raw or as `%2F`.
public sealed interface RequestPath {
    record ChatCompletions() implements RequestPath {}

    record Models() implements RequestPath {}

    record Model(String id) implements RequestPath {}

    record Receipt(String requestId) implements RequestPath {}

    record Health() implements RequestPath {}

    record Ready() implements RequestPath {}

    record Metrics() implements RequestPath {}

    record Unknown() implements RequestPath {}

    static RequestPath parse(String rawPath) {
        String path =
                rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        return switch (path) {
            case "/v1/chat/completions", "/chat/completions", "/v1/v1/chat/completions" -> new ChatCompletions();
            case "/v1/models", "/models", "/v1/v1/models" -> new Models();
            case "/healthz" -> new Health();
            case "/readyz" -> new Ready();
            case "/metrics" -> new Metrics();
            default -> withId(path);
        };
    }

    private static RequestPath withId(String path) {
        String rest = path;
        while (rest.startsWith("/v1/")) {
            rest = rest.substring(3);
        }
        if (rest.startsWith("/models/")) {
            return decode(rest.substring("/models/".length())) instanceof String id ? new Model(id) : new Unknown();
        }
        if (rest.startsWith("/requests/")) {
            return decode(rest.substring("/requests/".length())) instanceof String id ? new Receipt(id) : new Unknown();
        }
        return new Unknown();
    }

    private static Object decode(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return new Unknown();
        }
    }
}
