package dev.gantry.server.config;

/// When an answer that is not streamed is kept alive with JSON white space.
public enum PaddingMode {
    /// Shortly before the client would give up, as far as that is known.
    AUTO,
    /// As early as a stream's status would leave, for every client.
    ALWAYS,
    NEVER
}
