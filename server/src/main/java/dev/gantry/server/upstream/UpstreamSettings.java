package dev.gantry.server.upstream;

import java.time.Duration;

/// Bounds on connections to upstreams. Immutable.
///
/// @param connectTimeout until a TCP connection and its TLS session stand
/// @param poolWait until a pooled connection is free
/// @param keepAlive how long an idle connection is kept
/// @param maxConnections connections to one upstream, over all event loops
/// @param maxHeaderBytes size of an answer's headers
public record UpstreamSettings(
        Duration connectTimeout, Duration poolWait, Duration keepAlive, int maxConnections, int maxHeaderBytes) {}
