package dev.gantry.server.engine;

/// Gives the supervisor what it runs: a provisioner, or what one has already provided.
@FunctionalInterface
public interface EngineSource {
    /// Blocks until program and weights are on disk.
    ///
    /// @throws ProvisioningException when they cannot be had now; asked again later
    /// @throws InterruptedException when the supervisor is closed meanwhile
    ProvisionedEngine provide() throws ProvisioningException, InterruptedException;
}
