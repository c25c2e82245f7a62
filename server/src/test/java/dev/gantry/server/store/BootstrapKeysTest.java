package dev.gantry.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.InMemoryApiKeyStore;
import dev.gantry.server.auth.KeyName;
import dev.gantry.server.auth.KeyRegistry;
import dev.gantry.server.auth.KeyStatus;
import dev.gantry.server.auth.StoredKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapKeysTest {
    @TempDir
    Path directory;

    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final KeyRegistry registry = new KeyRegistry(store, new SecureRandom(), Instant::now);
    private CliKeyFile file;
    private BootstrapKeys keys;

    @BeforeEach
    void open() {
        DataFolder folder = DataFolder.open(directory);
        file = new CliKeyFile(folder);
        keys = new BootstrapKeys(store, registry, folder);
    }

    @Test
    void makesTwoKeysAtTheFirstStart() throws Exception {
        ApiKey first = keys.ensure().orElseThrow();

        assertThat(store.find(first.hash()))
                .get()
                .returns("first", StoredKey::name)
                .returns(false, StoredKey::admin);
        assertThat(storedCliKey()).get().returns("cli", StoredKey::name).returns(true, StoredKey::admin);
        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(store.list()).hasSize(2);
    }

    @Test
    void makesNothingAtLaterStarts() {
        keys.ensure();
        List<StoredKey> before = store.list();

        assertThat(keys.ensure()).isEmpty();
        assertThat(store.list()).isEqualTo(before);
    }

    @Test
    void makesNoFirstKeyForWhoMadeOneBefore() {
        registry.issue(new KeyName("mine"));

        assertThat(keys.ensure()).isEmpty();
        assertThat(storedCliKey()).isPresent();
    }

    @Test
    void makesNoFirstKeyAgainWhenAllWereRevoked() {
        keys.ensure();
        registry.revoke("first");

        assertThat(keys.ensure()).isEmpty();
    }

    @Test
    void replacesALostFileAndRevokesItsKey() throws Exception {
        keys.ensure();
        StoredKey lost = storedCliKey().orElseThrow();
        Files.delete(file.path());
        keys.ensure();

        assertThat(status(lost.id())).isEqualTo(KeyStatus.REVOKED);
        assertThat(storedCliKey()).get().doesNotReturn(lost.id(), StoredKey::id);
    }

    @Test
    void replacesAFileThatTheStoreDoesNotKnow() throws Exception {
        Files.writeString(file.path(), "rc_live_of_another_database\n");
        keys.ensure();

        assertThat(storedCliKey()).isPresent();
    }

    @Test
    void replacesAFileThatIsNoKey() throws Exception {
        Files.writeString(file.path(), "x".repeat(100_000));
        assertThat(file.read()).isEmpty();
        keys.ensure();

        assertThat(storedCliKey()).isPresent();
    }

    @Test
    void leavesARevokedKeyRevoked() {
        keys.ensure();
        StoredKey cli = storedCliKey().orElseThrow();
        registry.revoke("cli");
        keys.ensure();

        assertThat(storedCliKey()).get().returns(cli.id(), StoredKey::id);
        assertThat(status(cli.id())).isEqualTo(KeyStatus.REVOKED);
    }

    @Test
    void leavesAClientKeyThatIsCalledCliAlone() throws Exception {
        registry.issue(new KeyName("cli"));
        keys.ensure();

        assertThat(store.matching("cli"))
                .filteredOn(key -> !key.admin())
                .singleElement()
                .returns(null, StoredKey::revokedAt);
    }

    private Optional<StoredKey> storedCliKey() {
        return file.read().flatMap(secret -> store.find(ApiKeyHash.of(secret)));
    }

    private KeyStatus status(String id) {
        return store.matching(id).getFirst().status(Instant.now());
    }
}
