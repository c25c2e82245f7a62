package dev.gantry.server.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A store that forgets, and that can be told to fail.
public final class InMemoryApiKeyStore implements ApiKeyStore {
    private final List<StoredKey> keys = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private long version;
    private volatile boolean failing;

    /// Makes every reading fail until told otherwise.
    public void fail(boolean fails) {
        failing = fails;
    }

    /// How many readings failed so far.
    public int failures() {
        return failures.get();
    }

    @Override
    public synchronized void insert(StoredKey key) {
        if (keys.size() >= MAX_KEYS) {
            throw new TooManyKeysException();
        }
        if (keys.stream()
                .anyMatch(other -> other.id().equals(key.id()) || other.hash().equals(key.hash()))) {
            throw new IllegalStateException("the id or the hash is taken");
        }
        keys.add(key);
        version++;
    }

    @Override
    public synchronized List<StoredKey> list() {
        return where(_ -> true);
    }

    @Override
    public synchronized Optional<StoredKey> find(ApiKeyHash hash) {
        return where(key -> key.hash().equals(hash)).stream().findFirst();
    }

    @Override
    public synchronized List<StoredKey> matching(String idOrName) {
        List<StoredKey> byId = where(key -> key.id().equals(idOrName));
        return byId.isEmpty() ? where(key -> key.name().equals(idOrName)) : byId;
    }

    @Override
    public synchronized boolean hasClientKeys() {
        return keys.stream().anyMatch(key -> !key.admin());
    }

    @Override
    public synchronized boolean revoke(String id, Instant at) {
        Optional<StoredKey> found = where(key -> key.id().equals(id) && key.revokedAt() == null).stream()
                .findFirst();
        found.ifPresent(key -> {
            keys.remove(key);
            keys.add(withRevokedAt(key, at));
            version++;
        });
        return found.isPresent();
    }

    @Override
    public synchronized long version() {
        checkFailing();
        return version;
    }

    private List<StoredKey> where(Predicate<StoredKey> condition) {
        checkFailing();
        return keys.stream()
                .filter(condition)
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    private void checkFailing() {
        if (failing) {
            failures.incrementAndGet();
            throw new IllegalStateException("told to fail");
        }
    }

    private static StoredKey withRevokedAt(StoredKey key, Instant at) {
        return new StoredKey(
                key.id(),
                key.hash(),
                key.prefix(),
                key.name(),
                key.project(),
                key.organization(),
                key.admin(),
                key.createdAt(),
                key.expiresAt(),
                at,
                key.disabled());
    }
}
