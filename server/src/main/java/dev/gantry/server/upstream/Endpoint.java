package dev.gantry.server.upstream;

import java.net.URI;

/// Where one account at one provider answers, and the credential that it takes. Immutable.
///
/// @param baseUrl the address that `/chat/completions` is appended to, without a trailing slash
/// @param authHeader the lower-case name of the header that carries the credential
/// @param authValue the whole value of that header; empty for an upstream that takes none
public record Endpoint(URI baseUrl, String authHeader, String authValue) {
    /// An endpoint with a bearer key, as most hosts take it; an empty key sends no header.
    public static Endpoint bearer(URI baseUrl, String apiKey) {
        return new Endpoint(baseUrl, "authorization", apiKey.isEmpty() ? "" : "Bearer " + apiKey);
    }

    /// The address alone: the credential never reaches a log.
    @Override
    public String toString() {
        return baseUrl.toString();
    }
}
