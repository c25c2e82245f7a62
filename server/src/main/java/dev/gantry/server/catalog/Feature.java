package dev.gantry.server.catalog;

/// A part of the Chat Completions wire that not every model has. On the wire in lower case.
public enum Feature {
    TOOLS,
    STRUCTURED_OUTPUTS,
    JSON_MODE,
    LOGPROBS,
    REASONING
}
