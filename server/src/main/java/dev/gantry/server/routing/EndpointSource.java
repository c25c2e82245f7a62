package dev.gantry.server.routing;

import java.util.Optional;

/// Says where a provider is at this moment. Implementations are thread-safe and do not block.
@FunctionalInterface
public interface EndpointSource {
    /// Empty while the provider cannot be reached at all, as an engine that is starting.
    Optional<Endpoint> endpoint();

    /// A provider that stays where it is.
    static EndpointSource fixed(Endpoint endpoint) {
        Optional<Endpoint> always = Optional.of(endpoint);
        return () -> always;
    }
}
