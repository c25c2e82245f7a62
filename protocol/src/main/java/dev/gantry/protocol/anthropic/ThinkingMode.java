package dev.gantry.protocol.anthropic;

/// How a model's thinking is switched on (platform.claude.com, "Extended thinking" and "Adaptive thinking").
public enum ThinkingMode {
    /// It does not think.
    NONE,
    /// By a budget of tokens; it is off unless asked for. Excludes forced tools, prefill and sampling parameters.
    MANUAL,
    /// By itself, more or less of it by a named level.
    ADAPTIVE
}
