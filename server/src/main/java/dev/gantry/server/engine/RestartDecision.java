package dev.gantry.server.engine;

import java.time.Duration;

/// What follows the end of a child. Immutable.
sealed interface RestartDecision {
    /// Start another one.
    ///
    /// @param attempt restarts since one last ran well, from 1
    record Restart(Duration delay, int attempt) implements RestartDecision {}

    /// It ended too often; one more try after that time.
    record Break(Duration retryAfter) implements RestartDecision {}
}
