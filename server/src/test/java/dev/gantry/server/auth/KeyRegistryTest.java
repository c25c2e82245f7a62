package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00.123456Z");

    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final KeyRegistry registry = new KeyRegistry(store, new SecureRandom(), () -> NOW);

    @Test
    void storesAllButTheSecret() {
        ApiKey key = registry.issue(new KeyName("laptop"));

        assertThat(store.list()).singleElement().satisfies(stored -> {
            assertThat(stored.id()).matches("key_[0-9A-Za-z]{16}");
            assertThat(stored.hash()).isEqualTo(key.hash());
            assertThat(stored.prefix()).isEqualTo(key.prefix());
            assertThat(stored.createdAt()).isEqualTo(NOW.truncatedTo(ChronoUnit.MILLIS));
            assertThat(stored.principal()).isEqualTo(new Principal(stored.id(), "laptop", "default", false));
            assertThat(stored.toString()).doesNotContain(key.secret());
        });
    }

    @Test
    void makesAdminsOnlyWhenAsked() {
        ApiKey key = registry.issueAdmin(new KeyName("cli"));

        assertThat(store.find(key.hash()).orElseThrow().principal().admin()).isTrue();
    }

    @Test
    void revokesByNameAndById() {
        registry.issue(new KeyName("a"));
        registry.issue(new KeyName("b"));
        StoredKey b = store.matching("b").getFirst();

        assertThat(registry.revoke("a")).isInstanceOf(Revocation.Revoked.class);
        assertThat(registry.revoke(b.id())).isEqualTo(new Revocation.Revoked(b));
        assertThat(store.list()).allMatch(key -> key.status(NOW) == KeyStatus.REVOKED);
    }

    @Test
    void asksWhichOneWhenANameIsShared() {
        registry.issue(new KeyName("a"));
        registry.issue(new KeyName("a"));

        assertThat(registry.revoke("a")).isEqualTo(new Revocation.Ambiguous(store.list()));
        assertThat(store.list()).allMatch(key -> key.status(NOW) == KeyStatus.ACTIVE);
    }

    @Test
    void passesOverKeysThatWereRevokedBefore() {
        registry.issue(new KeyName("a"));
        registry.revoke("a");
        assertThat(registry.revoke("a")).isInstanceOf(Revocation.AlreadyRevoked.class);

        registry.issue(new KeyName("a"));
        assertThat(registry.revoke("a")).isInstanceOf(Revocation.Revoked.class);
    }

    @Test
    void saysWhenThereIsNoSuchKey() {
        assertThat(List.of(registry.revoke("a"), registry.revoke(""))).containsOnly(new Revocation.Unknown());
    }
}
