package dev.gantry.server.engine;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything the embedded engine can be told. Immutable.
///
/// @param model which weights to serve
/// @param enginePath a `llama-server` program, or the folder that holds it; null looks for one
/// @param cacheDir folder for program and weights; may be shared by several gateways
/// @param logFile where the child's own output goes; at most 2 MiB in two files
/// @param threads compute threads, 1..1024
/// @param contextTokensPerSlot most tokens of one conversation, prompt and answer together, 256..1048576; a model that
///     was trained for fewer, or whose cache would pass `contextMemoryMib`, gets fewer
/// @param contextMemoryMib most memory for the key-value cache of all slots together, MiB
/// @param parallelSlots requests computed at the same time, 1..256
/// @param queuedRequests requests that can wait for a slot, 64..900
/// @param cacheMemoryMib memory for the cache of past prompts, MiB; 0 turns it off
/// @param timeouts how long to wait for what
public record EngineSettings(
        ModelSource model,
        @Nullable Path enginePath,
        Path cacheDir,
        Path logFile,
        int threads,
        int contextTokensPerSlot,
        int contextMemoryMib,
        int parallelSlots,
        int queuedRequests,
        int cacheMemoryMib,
        EngineTimeouts timeouts) {
    private static final long MIB = 1024 * 1024;
    private static final long LARGE_MEMORY_MIB = 12 * 1024;
    private static final int DEFAULT_MODEL_CONTEXT_TOKENS = 4096;

    public EngineSettings {
        requireRange("threads", threads, 1, 1024);
        requireRange("context-tokens-per-slot", contextTokensPerSlot, 256, 1 << 20);
        requireRange("context-memory-mib", contextMemoryMib, 16, 1 << 24);
        requireRange("parallel-slots", parallelSlots, 1, 256);
        requireRange("queued-requests", queuedRequests, 64, 900);
        requireRange("cache-memory-mib", cacheMemoryMib, 0, 1 << 24);
    }

    /// Defaults for a machine: one core left to the gateway, two slots a core (4..8), a quarter of the memory at
    /// most for contexts and a thirty-second for the prompt cache. The default model, which is there to try the
    /// wire, gets a small context: with four slots the whole engine then takes half a gigabyte.
    public static EngineSettings derive(Machine machine, ModelSource model, Path cacheDir, Path logFile) {
        int memoryMib = (int) Math.min(Integer.MAX_VALUE, machine.memoryBytes() / MIB);
        return new EngineSettings(
                model,
                null,
                cacheDir,
                logFile,
                Math.max(1, machine.cores() - 1),
                contextTokens(model, memoryMib),
                Math.max(256, memoryMib / 4),
                Math.clamp(machine.cores() * 2L, 4, 8),
                64,
                Math.clamp(memoryMib / 32, 128, 2048),
                EngineTimeouts.DEFAULT);
    }

    private static int contextTokens(ModelSource model, int memoryMib) {
        if (model instanceof ModelSource.Default) {
            return DEFAULT_MODEL_CONTEXT_TOKENS;
        }
        return memoryMib >= LARGE_MEMORY_MIB ? 16_384 : 8192;
    }

    /// The cache folder that the environment names: `GANTRY_CACHE_DIR`, else `gantry` under `XDG_CACHE_HOME`, else
    /// `~/.cache/gantry`.
    public static Path cacheDirFrom(Map<String, String> environment) {
        String own = environment.getOrDefault("GANTRY_CACHE_DIR", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
        return base.resolve("gantry");
    }

    public EngineSettings withEnginePath(@Nullable Path path) {
        return new EngineSettings(
                model,
                path,
                cacheDir,
                logFile,
                threads,
                contextTokensPerSlot,
                contextMemoryMib,
                parallelSlots,
                queuedRequests,
                cacheMemoryMib,
                timeouts);
    }

    public EngineSettings withTimeouts(EngineTimeouts changed) {
        return new EngineSettings(
                model,
                enginePath,
                cacheDir,
                logFile,
                threads,
                contextTokensPerSlot,
                contextMemoryMib,
                parallelSlots,
                queuedRequests,
                cacheMemoryMib,
                changed);
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("engine " + name + " is " + value + ", expected " + least + ".." + most);
        }
    }
}
