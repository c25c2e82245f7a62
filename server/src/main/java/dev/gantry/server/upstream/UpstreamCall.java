package dev.gantry.server.upstream;

/// A call under way. Confined to the event loop that made it.
public interface UpstreamCall {
    /// Ends the call in the same loop turn, whatever phase it is in: a request that waits for a pooled connection is
    /// never sent, one that was sent loses its connection, so that the provider stops generating. Idempotent; the
    /// listener hears nothing more.
    void cancel();

    /// Whether the request has left, so that the provider may be working on it.
    boolean wasSent();

    /// Stops reading the answer, for a client that reads slower than the upstream writes.
    void pause();

    void resume();
}
