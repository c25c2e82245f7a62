package dev.gantry.server.engine;

import java.io.IOException;

/// Turns a provisioned engine into a command. The child says `listening … http://127.0.0.1:PORT` on one of its outputs.
@FunctionalInterface
interface EngineLauncher {
    /// The command for one child.
    ///
    /// @param apiKey the only key that the child accepts
    /// @throws IOException when a script cannot be written
    ChildCommand command(ProvisionedEngine engine, String apiKey) throws IOException;
}
