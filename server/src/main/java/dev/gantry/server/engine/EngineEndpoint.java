package dev.gantry.server.engine;

import java.net.URI;

/// Where and with which key a running engine answers. Valid until its child ends. Immutable.
///
/// @param baseUrl `http://127.0.0.1:PORT/v1`
/// @param apiKey the key of this one child; {@link #toString()} masks it
public record EngineEndpoint(URI baseUrl, String apiKey) {
    @Override
    public String toString() {
        return "EngineEndpoint[baseUrl=" + baseUrl + ", apiKey=***]";
    }
}
