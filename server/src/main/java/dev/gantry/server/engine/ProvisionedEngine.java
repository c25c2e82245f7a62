package dev.gantry.server.engine;

/// A program and the weights for it, both on disk and checked. Immutable.
public record ProvisionedEngine(EngineProgram program, LocalModel model) {}
