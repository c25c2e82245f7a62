package dev.gantry.server.edge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Bounds on clients. Immutable.
///
/// @param port 0 picks a free one
/// @param maxBodyBytes size of a request's body
/// @param maxHeaderBytes size of a request's headers together
/// @param headerTimeout from the first byte of a request to the end of its headers
/// @param bodyTimeout between two parts of a request's body
/// @param idleTimeout of a connection without a request
/// @param maxConnections client connections; one more is closed at once
/// @param tls certificate and key of the listener; null listens in plain HTTP
public record EdgeSettings(
        String host,
        int port,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        int maxConnections,
        @Nullable TlsFiles tls) {
    /// PEM files of a listener.
    public record TlsFiles(String certificatePath, String keyPath) {}
}
