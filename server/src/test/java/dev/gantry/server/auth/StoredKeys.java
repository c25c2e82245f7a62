package dev.gantry.server.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Stored keys for tests.
public final class StoredKeys {
    public static final Instant CREATED = Instant.parse("2026-11-24T06:00:00.123Z");

    private StoredKeys() {}

    /// A live key whose id is `key_` and the name, made at [#CREATED].
    public static StoredKey live(String name, String secret) {
        return key(name, secret, null, null, false);
    }

    public static StoredKey expiring(String name, String secret, Instant at) {
        return key(name, secret, at, null, false);
    }

    public static StoredKey revoked(String name, String secret) {
        return key(name, secret, null, CREATED, false);
    }

    public static StoredKey disabled(String name, String secret) {
        return key(name, secret, null, null, true);
    }

    /// The same key under another id, made a little later.
    public static StoredKey again(StoredKey key, String id, String secret) {
        return new StoredKey(
                id,
                ApiKeyHash.of(secret),
                key.prefix(),
                key.name(),
                key.project(),
                key.organization(),
                key.admin(),
                key.createdAt().plusMillis(1),
                key.expiresAt(),
                key.revokedAt(),
                key.disabled());
    }

    private static StoredKey key(
            String name, String secret, @Nullable Instant expiresAt, @Nullable Instant revokedAt, boolean disabled) {
        return new StoredKey(
                "key_" + name,
                ApiKeyHash.of(secret),
                "rc_live_test",
                name,
                "project-1",
                "organization-1",
                false,
                CREATED,
                expiresAt,
                revokedAt,
                disabled);
    }
}
