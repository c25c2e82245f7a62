package dev.gantry.server.engine;

import java.time.Duration;

/// How long the engine's supervisor waits for what. Immutable.
///
/// @param start from the launch of the child until its health check passes; loading a model of several gigabytes from
///     a slow disk takes minutes
/// @param healthInterval between two health checks of a running child
/// @param health for the answer to one health check
/// @param unresponsive without one passed health check until a running child counts as hung and is replaced
/// @param stop for an orderly end of the child before it is killed
/// @param downloadStall a download that makes no real progress for this long is cut, and resumed or given up
public record EngineTimeouts(
        Duration start,
        Duration healthInterval,
        Duration health,
        Duration unresponsive,
        Duration stop,
        Duration downloadStall) {
    public static final EngineTimeouts DEFAULT = new EngineTimeouts(
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));
}
