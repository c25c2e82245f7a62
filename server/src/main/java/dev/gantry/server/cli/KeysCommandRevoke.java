package dev.gantry.server.cli;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.Revocation;
import dev.gantry.server.auth.StoredKey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = {"Ends a key for good. A running server refuses it within a second.", ""},
        footer = {
            "",
            "Examples:",
            "  ./gantry keys revoke laptop",
            "  ./gantry keys revoke key_3fZ8QmWc0aXr7LpB     where several keys share a name"
        })
final class KeysCommandRevoke implements Callable<Integer> {
    @Parameters(paramLabel = "ID_OR_NAME", description = "The key's id or its name, as ./gantry keys list shows them.")
    @SuppressWarnings("NullAway.Init")
    private String idOrName;

    @Mixin
    private final KeysCommandStore store = new KeysCommandStore();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        return store.withExistingKeys(
                this::revoke,
                folder -> store.fail("There are no keys in " + folder + ": no server or keys command"
                        + " has used that data folder."));
    }

    private int revoke(ApiKeyStore keys) {
        return switch (store.registry(keys).revoke(idOrName)) {
            case Revocation.Revoked(StoredKey key) -> say("Revoked " + key.id() + " (" + key.name() + ").");
            case Revocation.AlreadyRevoked(StoredKey key) ->
                say(key.id() + " (" + key.name() + ") was revoked before.");
            case Revocation.Unknown() -> store.fail("No key has " + named() + ". See: ./gantry keys list");
            case Revocation.Ambiguous(List<StoredKey> several) ->
                store.fail("Several keys are called " + idOrName + ". Revoke one by its id: " + ids(several));
        };
    }

    private int say(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return 0;
    }

    /// A key given in place of its id is not repeated: terminals and build logs are read by others.
    private String named() {
        return idOrName.startsWith(ApiKey.MARK)
                ? "this id or name; it looks like a key itself, where its id is wanted"
                : "the id or name " + idOrName;
    }

    private static String ids(List<StoredKey> keys) {
        return keys.stream().map(StoredKey::id).collect(Collectors.joining(", "));
    }
}
