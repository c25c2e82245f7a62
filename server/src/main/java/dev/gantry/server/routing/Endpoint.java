package dev.gantry.server.routing;

import dev.gantry.server.config.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where a provider is and how it knows us. Immutable; its text shows no secret.
///
/// @param baseUrl up to and with the version path, without a slash at the end
/// @param authHeader the header that carries {@code authValue}
/// @param authValue the whole value of that header, `Bearer …` included; null when none is sent
public record Endpoint(
        URI baseUrl, String authHeader, @Nullable Secret authValue) {
    private static final String AUTHORIZATION = "Authorization";

    /// The endpoint of a provider with a key.
    ///
    /// @param authHeader the header that carries the bare key; null for `Authorization: Bearer`
    /// @param key null when none is sent
    public static Endpoint of(URI baseUrl, @Nullable String authHeader, @Nullable Secret key) {
        if (authHeader != null) {
            return new Endpoint(baseUrl, authHeader, key);
        }
        return new Endpoint(baseUrl, AUTHORIZATION, key == null ? null : new Secret("Bearer " + key.value()));
    }
}
