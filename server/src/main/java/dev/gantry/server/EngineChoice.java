package dev.gantry.server;

import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.engine.EngineSettings;
import dev.gantry.server.engine.Machine;
import dev.gantry.server.engine.ModelSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the user's settings say of the engine, and the machine's own defaults for the rest.
final class EngineChoice {
    private EngineChoice() {}

    static EngineSettings of(Settings settings) {
        Settings.Engine engine = settings.engine();
        Path log = settings.dataDir().resolve("engine.log");
        EngineSettings derived =
                EngineSettings.derive(Machine.current(), model(engine.model()), settings.cacheDir(), log);
        return new EngineSettings(
                derived.model(),
                engine.path(),
                derived.cacheDir(),
                log,
                or(engine.threads(), derived.threads()),
                or(engine.contextTokens(), derived.contextTokensPerSlot()),
                derived.contextMemoryMib(),
                or(engine.parallelSlots(), derived.parallelSlots()),
                derived.queuedRequests(),
                or(engine.cacheMemoryMib(), derived.cacheMemoryMib()),
                derived.timeouts());
    }

    private static ModelSource model(@Nullable String named) {
        try {
            return named == null ? new ModelSource.Default() : ModelSource.parse(named);
        } catch (IllegalArgumentException nonsense) {
            throw new StartupException(String.valueOf(nonsense.getMessage()));
        }
    }

    private static int or(@Nullable Integer set, int derived) {
        return set == null ? derived : set;
    }
}
