package dev.gantry.server.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All keys in memory, as they were in the store a moment ago. Looking up never blocks and is thread-safe; a
/// thread of its own asks the store for changes, also those of other processes. While the store cannot be
/// read, the last known keys stay good.
public final class KeyDirectory implements AutoCloseable {
    /// Time between two looks at the store; a change is honoured within this and one read.
    public static final Duration REFRESH_INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ApiKeyStore store;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher;
    private volatile Snapshot snapshot;
    private volatile boolean current = true;

    private KeyDirectory(ApiKeyStore store, Snapshot snapshot) {
        this.store = store;
        this.snapshot = snapshot;
        this.watcher = Thread.ofPlatform().daemon().name("key-directory").unstarted(this::watch);
    }

    /// Loads all keys, blocking, and starts to watch the store. Fails as the store fails.
    public static KeyDirectory open(ApiKeyStore store) {
        KeyDirectory directory = new KeyDirectory(store, Snapshot.load(store));
        directory.watcher.start();
        return directory;
    }

    public Optional<StoredKey> find(ApiKeyHash hash) {
        return Optional.ofNullable(snapshot.keys().get(hash));
    }

    /// Whether the last look at the store succeeded; false while it cannot be read.
    public boolean isCurrent() {
        return current;
    }

    /// Stops watching. The store remains the caller's to close, and may be closed once this returns.
    @Override
    public void close() {
        closing.countDown();
        try {
            watcher.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!closingWithin(REFRESH_INTERVAL)) {
            try {
                refresh();
                noteSuccess();
            } catch (RuntimeException e) {
                noteFailure(e);
            }
        }
    }

    private void refresh() {
        if (store.version() != snapshot.version()) {
            snapshot = Snapshot.load(store);
        }
    }

    private void noteSuccess() {
        if (!current) {
            LOG.info("The key store can be read again");
        }
        current = true;
    }

    private void noteFailure(RuntimeException e) {
        if (current) {
            LOG.warn("The key store cannot be read; keys stay as they were until it can", e);
        }
        current = false;
    }

    private boolean closingWithin(Duration time) {
        try {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /// The version is read before the keys, so that a change between the two is loaded again, not missed.
    private record Snapshot(long version, Map<ApiKeyHash, StoredKey> keys) {
        static Snapshot load(ApiKeyStore store) {
            long version = store.version();
            List<StoredKey> keys = store.list();
            return new Snapshot(
                    version, keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::hash, Function.identity())));
        }
    }
}
