package dev.gantry.testing;

/// How and when the peer of a connection left it. Immutable.
///
/// @param nanoTime the reading of {@link System#nanoTime()} at which the fake noticed
public record PeerExit(Kind kind, long nanoTime) {

    /// An orderly close (FIN) or a reset (RST).
    public enum Kind {
        CLOSED,
        RESET
    }
}
