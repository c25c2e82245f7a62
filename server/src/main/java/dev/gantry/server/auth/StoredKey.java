package dev.gantry.server.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// All that is known about a key, its secret excepted. Instants are kept to the millisecond. Immutable.
///
/// @param id the public handle, `key_` and 16 base-62 characters
/// @param prefix the first characters of the secret, for people to recognise it
/// @param admin whether the key may use the admin API
/// @param disabled switched off for now, where revoking is for good
public record StoredKey(
        String id,
        ApiKeyHash hash,
        String prefix,
        String name,
        String project,
        String organization,
        boolean admin,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        boolean disabled) {

    /// The project, and the organization, of a key that was given none.
    public static final String DEFAULT_OWNER = "default";

    public KeyStatus status(Instant now) {
        if (revokedAt != null) {
            return KeyStatus.REVOKED;
        }
        if (disabled) {
            return KeyStatus.DISABLED;
        }
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return KeyStatus.EXPIRED;
        }
        return KeyStatus.ACTIVE;
    }

    public Principal principal() {
        return new Principal(id, name, project, admin);
    }
}
