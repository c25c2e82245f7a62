package dev.gantry.server.engine;

import java.nio.file.Path;
import java.time.Duration;

/// A process that keeps an engine, for tests that kill it: `GatewayStandIn CACHE MODEL`. Writes `ready` to standard
/// output when the engine answers, then waits.
public final class GatewayStandIn {
    private GatewayStandIn() {}

    public static void main(String[] arguments) throws Exception {
        Path cache = Path.of(arguments[0]);
        EngineSettings settings =
                EngineSettings.derive(Machine.current(), ModelSource.parse(arguments[1]), cache, Path.of(arguments[2]));
        ProvisionedEngine engine = new EngineProvisioner(settings).provision(new PlainProgress(System.err::println));
        try (EngineSupervisor supervisor = new EngineSupervisor(() -> engine, settings)) {
            supervisor.start();
            supervisor.awaitReady(Duration.ofMinutes(2));
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
