package dev.gantry.server.engine;

import java.time.Instant;
import java.util.List;

/// What the engine is doing now. Immutable.
public sealed interface EngineState {
    /// Program or weights are being looked for or downloaded.
    record Provisioning() implements EngineState {}

    /// The child was launched and loads the model.
    record Starting() implements EngineState {}

    /// The child answers.
    record Ready(EngineEndpoint endpoint, Instant since) implements EngineState {}

    /// The child ended; another one follows in at most 30 seconds.
    ///
    /// @param reason how it ended
    /// @param lastStderr its last lines, at most 20
    /// @param attempt restarts since it last ran well, from 1
    record Restarting(String reason, List<String> lastStderr, int attempt) implements EngineState {
        public Restarting {
            lastStderr = List.copyOf(lastStderr);
        }
    }

    /// It ended too often in too short a time, or cannot be provisioned; tried again once a minute.
    ///
    /// @param reason how the last one ended
    /// @param lastStderr its last lines, at most 20
    record Broken(String reason, List<String> lastStderr) implements EngineState {
        public Broken {
            lastStderr = List.copyOf(lastStderr);
        }
    }

    /// Closed, or not started yet.
    record Stopped() implements EngineState {}
}
