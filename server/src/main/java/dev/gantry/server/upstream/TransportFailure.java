package dev.gantry.server.upstream;

/// Why a call has no complete answer, as far as the connection tells. The detail is for the log, never for a client.
public sealed interface TransportFailure {
    String detail();

    /// No connection: refused, unreachable, name not found, TLS not agreed, or too slow.
    record ConnectFailed(String detail) implements TransportFailure {}

    /// All connections to this upstream stayed busy for as long as a request may wait for one.
    record PoolExhausted(String detail) implements TransportFailure {}

    /// The connection ended before the answer's body did.
    record Interrupted(String detail) implements TransportFailure {}

    /// Bytes that are not HTTP, or an encoding that nobody asked for.
    record Malformed(String detail) implements TransportFailure {}
}
