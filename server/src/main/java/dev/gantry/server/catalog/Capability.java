package dev.gantry.server.catalog;

/// A kind of work that a model is good for. On the wire in lower case.
public enum Capability {
    CHAT,
    CODE,
    REASONING,
    VISION
}
