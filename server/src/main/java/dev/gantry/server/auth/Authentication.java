package dev.gantry.server.auth;

import dev.gantry.protocol.openai.ApiError;

/// What came of the `Authorization` header.
public sealed interface Authentication {
    record Authenticated(Principal principal) implements Authentication {}

    /// The request goes no further.
    ///
    /// @param error what the client is told: 401 `invalid_api_key`, without any part of what it sent
    record Refused(Reason reason, ApiError error) implements Authentication {}

    /// Why a key was refused; a label for metrics, the client reads the error's message.
    enum Reason {
        /// No `Authorization` header at all.
        MISSING,
        /// Not a bearer header, or a key that cannot be right.
        MALFORMED,
        UNKNOWN,
        REVOKED,
        DISABLED,
        EXPIRED
    }
}
