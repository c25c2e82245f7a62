package dev.gantry.server.catalog;

/// How a model is told to think, in a dialect that is not OpenAI's.
public enum ThinkingControl {
    /// It is not told, or does not think.
    NONE,
    /// By a budget of tokens.
    BUDGET,
    /// By a named level.
    LEVEL
}
