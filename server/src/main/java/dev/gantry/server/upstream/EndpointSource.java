package dev.gantry.server.upstream;

import java.util.Optional;

/// Gives the current endpoint of a provider: always the same one for a configured host, a changing one for the
/// embedded engine, which has none while it starts. Thread-safe; never blocks.
@FunctionalInterface
public interface EndpointSource {
    Optional<Endpoint> endpoint();
}
