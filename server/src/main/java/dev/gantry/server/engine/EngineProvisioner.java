package dev.gantry.server.engine;

import java.nio.file.Path;
import java.util.Map;

/// Puts the engine and its model on this machine. Blocking; to be used by one thread.
///
/// Nothing is downloaded without a line that says what, how big, under which licence and from where. What was
/// interrupted resumes: file by file for packages, byte by byte for hub models. Files become visible only when they are
/// complete and checked.
public final class EngineProvisioner {
    private final EngineSettings settings;
    private final Map<String, String> environment;
    private final EngineClock clock;

    public EngineProvisioner(EngineSettings settings) {
        this(settings, System.getenv(), EngineClock.SYSTEM);
    }

    EngineProvisioner(EngineSettings settings, Map<String, String> environment, EngineClock clock) {
        this.settings = settings;
        this.environment = environment;
        this.clock = clock;
    }

    /// Blocks until program and weights are on disk: milliseconds when they were there before.
    ///
    /// @throws ProvisioningException with one sentence for the user; calling again tries again
    public ProvisionedEngine provision(Progress progress) throws ProvisioningException, InterruptedException {
        CacheFolder cache = new CacheFolder(settings.cacheDir());
        ExecutablePath path = new ExecutablePath(environment.getOrDefault("PATH", ""));
        WheelStore wheels = new WheelStore(cache, path, settings.timeouts());
        ProgramSearch programs = new ProgramSearch(path, wheels);
        Path named = settings.enginePath();
        EngineProgram program = named == null ? programs.any(progress) : programs.named(named);
        HubDownload hub = new HubDownload(
                HubEndpoint.from(environment),
                new EnvironmentProxies(environment),
                cache,
                settings.timeouts().downloadStall(),
                clock);
        return new ProvisionedEngine(program, new ModelSearch(settings, cache, wheels, hub).require(progress));
    }
}
