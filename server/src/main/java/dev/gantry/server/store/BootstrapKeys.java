package dev.gantry.server.store;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.KeyName;
import dev.gantry.server.auth.KeyRegistry;
import dev.gantry.server.auth.StoredKey;
import java.util.Optional;

/// The keys that a server makes for itself: the command line's admin key in `cli.key`, and a first key for the
/// person who starts it for the first time.
public final class BootstrapKeys {
    static final KeyName CLI_NAME = new KeyName("cli");
    static final KeyName FIRST_NAME = new KeyName("first");

    private final ApiKeyStore store;
    private final KeyRegistry registry;
    private final CliKeyFile file;

    public BootstrapKeys(ApiKeyStore store, KeyRegistry registry, DataFolder folder) {
        this.store = store;
        this.registry = registry;
        this.file = new CliKeyFile(folder);
    }

    /// Makes what is missing; to be called by the one server that holds the folder, before its directory opens.
    /// The result is the first key, present only when the store never held one for a client.
    ///
    /// A `cli.key` that is missing, or that this store does not know, is replaced, and the keys that it
    /// replaces are revoked. One that was revoked stays as it is: somebody shut the command line out, and
    /// deleting the file lets it in again.
    public Optional<ApiKey> ensure() {
        if (!cliKeyIsKnown()) {
            replaceCliKey();
        }
        return store.hasClientKeys() ? Optional.empty() : Optional.of(registry.issue(FIRST_NAME));
    }

    private boolean cliKeyIsKnown() {
        return file.read().flatMap(secret -> store.find(ApiKeyHash.of(secret))).isPresent();
    }

    private void replaceCliKey() {
        store.matching(CLI_NAME.text()).stream().filter(StoredKey::admin).forEach(lost -> registry.revoke(lost.id()));
        file.write(registry.issueAdmin(CLI_NAME));
    }
}
