package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of keys must do.
public abstract class ApiKeyStoreContract {
    /// The store under test, empty at the start of each test.
    protected abstract ApiKeyStore store();

    @Test
    void keepsEveryFieldOfAKey() {
        StoredKey live = StoredKeys.live("a", "secret-a");
        StoredKey revoked = StoredKeys.revoked("b", "secret-b");
        StoredKey disabled = StoredKeys.disabled("c", "secret-c");
        StoredKey expiring = StoredKeys.expiring("d", "secret-d", Instant.parse("2027-01-01T00:00:00Z"));
        List.of(live, revoked, disabled, expiring).forEach(store()::insert);

        assertThat(store().list()).containsExactly(live, revoked, disabled, expiring);
    }

    @Test
    void findsByHashAlone() {
        StoredKey key = StoredKeys.live("a", "secret");
        store().insert(key);

        assertThat(store().find(ApiKeyHash.of("secret"))).contains(key);
        assertThat(store().find(ApiKeyHash.of("Secret"))).isEmpty();
    }

    @Test
    void listsOldestFirst() {
        StoredKey old = StoredKeys.live("z", "1");
        StoredKey young = StoredKeys.again(old, "key_a", "2");
        store().insert(young);
        store().insert(old);

        assertThat(store().list()).containsExactly(old, young);
    }

    @Test
    void matchesAnIdBeforeNames() {
        StoredKey key = StoredKeys.live("laptop", "1");
        StoredKey same = StoredKeys.again(key, "key_other", "2");
        StoredKey namedLikeAnId = StoredKeys.live("key_laptop", "3");
        List.of(key, same, namedLikeAnId).forEach(store()::insert);

        assertThat(store().matching("laptop")).containsExactly(key, same);
        assertThat(store().matching("key_laptop")).containsExactly(key);
        assertThat(store().matching("Laptop")).isEmpty();
        assertThat(store().matching("%' OR 1=1 --")).isEmpty();
    }

    @Test
    void revokesOnce() {
        Instant at = Instant.parse("2026-12-01T00:00:00.500Z");
        store().insert(StoredKeys.live("a", "1"));

        assertThat(store().revoke("key_a", at)).isTrue();
        assertThat(store().revoke("key_a", at.plusSeconds(1))).isFalse();
        assertThat(store().revoke("key_b", at)).isFalse();
        assertThat(store().list()).singleElement().returns(at, StoredKey::revokedAt);
    }

    @Test
    void refusesAnIdOrAHashTwice() {
        StoredKey key = StoredKeys.live("a", "1");
        store().insert(key);

        assertThatThrownBy(() -> store().insert(StoredKeys.again(key, key.id(), "2")))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store().insert(StoredKeys.again(key, "key_b", "1")))
                .isInstanceOf(RuntimeException.class);
        assertThat(store().list()).containsExactly(key);
    }

    @Test
    void tellsClientKeysFromAdminKeys() {
        KeyRegistry registry = new KeyRegistry(store(), new SecureRandom(), Instant::now);
        registry.issueAdmin(new KeyName("cli"));
        assertThat(store().hasClientKeys()).isFalse();

        registry.issue(new KeyName("first"));
        registry.revoke("first");
        assertThat(store().hasClientKeys()).isTrue();
    }

    @Test
    void changesItsVersionWithEveryChangeOnly() {
        long empty = store().version();
        store().insert(StoredKeys.live("a", "1"));
        long inserted = store().version();
        store().list();
        store().revoke("key_b", Instant.EPOCH);
        long read = store().version();
        store().revoke("key_a", Instant.EPOCH);

        assertThat(inserted).isNotEqualTo(empty);
        assertThat(read).isEqualTo(inserted);
        assertThat(store().version()).isNotIn(empty, inserted);
    }

    @Test
    void takesKeysFromManyThreads() throws Exception {
        int threads = 8;
        int keysEach = 25;
        long before = store().version();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> writers = IntStream.range(0, threads)
                    .mapToObj(thread -> executor.submit(() -> insertMany(thread, keysEach)))
                    .toList();
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(store().list()).hasSize(threads * keysEach);
        assertThat(store().version() - before).isEqualTo((long) threads * keysEach);
    }

    private void insertMany(int thread, int count) {
        for (int i = 0; i < count; i++) {
            store().insert(StoredKeys.live(thread + "-" + i, "secret-" + thread + "-" + i));
        }
    }
}
