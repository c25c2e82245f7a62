package dev.gantry.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.ApiKeyStoreContract;
import dev.gantry.server.auth.Await;
import dev.gantry.server.auth.KeyDirectory;
import dev.gantry.server.auth.KeyName;
import dev.gantry.server.auth.KeyRegistry;
import dev.gantry.server.auth.KeyStatus;
import dev.gantry.server.auth.StoredKeys;
import dev.gantry.server.auth.TooManyKeysException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlApiKeyStoreTest extends ApiKeyStoreContract {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private SqlStore database;
    private SqlApiKeyStore store;

    @BeforeEach
    void open() {
        database = SqlStore.open(DataFolder.open(directory));
        store = new SqlApiKeyStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected ApiKeyStore store() {
        return store;
    }

    @Test
    void keepsKeysAcrossARestart() {
        ApiKey key = registry(store).issue(new KeyName("a"));
        database.close();
        open();

        assertThat(store.find(key.hash())).isPresent();
    }

    @Test
    void writesNoSecretToTheDisk() throws Exception {
        ApiKey key = registry(store).issue(new KeyName("a"));

        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(key.secret())
                        .doesNotContain(key.secret().substring(ApiKey.MARK.length(), 30));
            }
        }
    }

    @Test
    void honoursWhatAnotherProcessDoesWithinASecond() {
        try (KeyDirectory directoryOfServer = KeyDirectory.open(store);
                SqlStore otherDatabase = SqlStore.open(DataFolder.open(directory))) {
            KeyRegistry other = registry(new SqlApiKeyStore(otherDatabase));

            ApiKey key = other.issue(new KeyName("a"));
            Await.within(A_SECOND, () -> isLive(directoryOfServer, key.hash()));

            other.revoke("a");
            Await.within(A_SECOND, () -> !isLive(directoryOfServer, key.hash()));
        }
    }

    @Test
    void noticesAChangeMadeWithAnySqlTool() throws Exception {
        ApiKey key = registry(store).issue(new KeyName("a"));
        try (KeyDirectory directoryOfServer = KeyDirectory.open(store)) {
            sql("UPDATE api_key SET disabled = 1");
            Await.within(A_SECOND, () -> !isLive(directoryOfServer, key.hash()));

            sql("DELETE FROM api_key");
            Await.within(A_SECOND, () -> directoryOfServer.find(key.hash()).isEmpty());
        }
    }

    @Test
    void takesKeysFromSeveralProcessesAtOnce() throws Exception {
        int processes = 4;
        int keysEach = 25;
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int process = 0; process < processes; process++) {
                writers.add(executor.submit(() -> issueFromAnotherDatabase(keysEach)));
            }
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(store.list()).hasSize(processes * keysEach);
    }

    @Test
    void refusesMoreKeysThanItsBound() throws Exception {
        sql("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
            INSERT INTO api_key (id, hash, prefix, name, project, organization, admin, created_at)
            SELECT 'key_' || i, unhex(printf('%064d', i)), 'rc_live_test', 'bulk', 'p', 'o', 0, i FROM n
            """);
        store.insert(StoredKeys.live("last", "1"));

        assertThatThrownBy(() -> store.insert(StoredKeys.live("more", "2")))
                .isInstanceOf(TooManyKeysException.class)
                .hasMessageContaining("100000");
        assertThat(store.list()).hasSize(ApiKeyStore.MAX_KEYS);
    }

    private void issueFromAnotherDatabase(int count) {
        try (SqlStore other = SqlStore.open(DataFolder.open(directory))) {
            KeyRegistry registry = registry(new SqlApiKeyStore(other));
            for (int i = 0; i < count; i++) {
                registry.issue(new KeyName("a"));
            }
        }
    }

    private void sql(String text) throws Exception {
        database.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(text);
            }
        });
    }

    private static KeyRegistry registry(ApiKeyStore store) {
        return new KeyRegistry(store, new SecureRandom(), Instant::now);
    }

    private static boolean isLive(KeyDirectory directory, ApiKeyHash hash) {
        return directory
                .find(hash)
                .filter(key -> key.status(Instant.now()) == KeyStatus.ACTIVE)
                .isPresent();
    }
}
