package dev.gantry.server.auth;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Issues and revokes keys. Blocking, like its store; thread-safe.
public final class KeyRegistry {
    private static final String ID_MARK = "key_";
    private static final int ID_LENGTH = 16;

    private final ApiKeyStore store;
    private final SecureRandom random;
    private final InstantSource clock;

    public KeyRegistry(ApiKeyStore store, SecureRandom random, InstantSource clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /// A new key for the chat API. The caller shows it; it cannot be shown again.
    public ApiKey issue(KeyName name) {
        return issue(name, false);
    }

    /// A new key that also opens the admin API.
    public ApiKey issueAdmin(KeyName name) {
        return issue(name, true);
    }

    /// Revokes the one key that is meant, preferring keys that are not revoked yet.
    public Revocation revoke(String idOrName) {
        List<StoredKey> matches = store.matching(idOrName);
        List<StoredKey> live =
                matches.stream().filter(key -> key.revokedAt() == null).toList();
        if (live.size() > 1) {
            return new Revocation.Ambiguous(live);
        }
        if (live.isEmpty()) {
            return matches.isEmpty() ? new Revocation.Unknown() : new Revocation.AlreadyRevoked(matches.getLast());
        }
        StoredKey key = live.getFirst();
        return store.revoke(key.id(), now()) ? new Revocation.Revoked(key) : new Revocation.AlreadyRevoked(key);
    }

    private ApiKey issue(KeyName name, boolean admin) {
        ApiKey key = ApiKey.generate(random);
        store.insert(new StoredKey(
                ID_MARK + Base62.random(random, ID_LENGTH),
                key.hash(),
                key.prefix(),
                name.text(),
                StoredKey.DEFAULT_OWNER,
                StoredKey.DEFAULT_OWNER,
                admin,
                now(),
                null,
                null,
                false));
        return key;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
