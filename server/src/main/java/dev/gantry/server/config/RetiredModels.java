package dev.gantry.server.config;

/// What happens to a request for a model whose shut-down date has passed.
public enum RetiredModels {
    /// The replacement answers, and the answer says so.
    SERVE,
    /// The request is refused with an error that names the replacement.
    REFUSE
}
