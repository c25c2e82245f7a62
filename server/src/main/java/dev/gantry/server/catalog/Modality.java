package dev.gantry.server.catalog;

/// What a model takes as input. On the wire in lower case.
public enum Modality {
    TEXT,
    IMAGE,
    FILE
}
