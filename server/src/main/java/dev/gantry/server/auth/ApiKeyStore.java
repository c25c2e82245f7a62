package dev.gantry.server.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where keys are kept. Every method may block and fails with an unchecked exception when the store cannot
/// be reached. Thread-safe; several processes may share one store.
public interface ApiKeyStore {
    /// Most keys that a store holds, revoked ones included.
    int MAX_KEYS = 100_000;

    /// Adds a key. Fails with [TooManyKeysException] when the store is full.
    void insert(StoredKey key);

    /// Every key, oldest first.
    List<StoredKey> list();

    Optional<StoredKey> find(ApiKeyHash hash);

    /// The key with this id, else all keys with this name, oldest first.
    List<StoredKey> matching(String idOrName);

    /// Whether a key that is not an admin's was ever made, revoked ones included.
    boolean hasClientKeys();

    /// Revokes the key for good; false when there is no such key or it was revoked before.
    boolean revoke(String id, Instant at);

    /// A number that differs after every change of any key, whoever made it. Cheap: it is asked several times
    /// a second.
    long version();
}
