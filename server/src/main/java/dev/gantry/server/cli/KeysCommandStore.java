package dev.gantry.server.cli;

import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.KeyRegistry;
import dev.gantry.server.auth.TooManyKeysException;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.store.DataFolder;
import dev.gantry.server.store.SqlApiKeyStore;
import dev.gantry.server.store.SqlStore;
import dev.gantry.server.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the keys commands have in common: `--help`, `--data-dir`, and the store that lies there, opened directly, not
/// through a server.
final class KeysCommandStore {
    private final InstantSource clock = InstantSource.system();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The server's data folder (default: $GANTRY_DATA_DIR, else ~/.local/share/gantry).")
    private @Nullable Path dataDir;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    /// Runs the command on the folder's keys, making the folder where it is missing. The result is the exit
    /// code; a store that fails is one sentence on stderr and 1.
    int withKeys(ToIntFunction<ApiKeyStore> action) {
        return orSentence(() -> run(DataFolder.open(path()), action));
    }

    /// Like [#withKeys], where there is a folder with keys already; else runs the alternative and makes none.
    int withExistingKeys(ToIntFunction<ApiKeyStore> action, ToIntFunction<Path> otherwise) {
        return orSentence(() -> DataFolder.find(path())
                .map(folder -> run(folder, action))
                .orElseGet(() -> otherwise.applyAsInt(path())));
    }

    KeyRegistry registry(ApiKeyStore keys) {
        return new KeyRegistry(keys, new SecureRandom(), clock);
    }

    Instant now() {
        return clock.instant();
    }

    /// Prints a sentence on stderr.
    int fail(String sentence) {
        command.commandLine().getErr().println(sentence);
        return 1;
    }

    private Path path() {
        return DataFolder.locate(dataDir, System.getenv());
    }

    private static int run(DataFolder folder, ToIntFunction<ApiKeyStore> action) {
        try (SqlStore store = SqlStore.open(folder)) {
            return action.applyAsInt(new SqlApiKeyStore(store));
        }
    }

    private int orSentence(IntSupplier action) {
        try {
            return action.getAsInt();
        } catch (StartupException | TooManyKeysException e) {
            return fail(String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            return fail("The keys in " + path() + " cannot be used: " + e.getMessage());
        }
    }
}
