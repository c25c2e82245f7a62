package dev.gantry.protocol.openai;

/// Whether a deployment takes sampling parameters: {@code temperature}, {@code top_p}, penalties and their kin.
public enum SamplingSupport {
    FULL,
    /// The model refuses them, so they are dropped and reported.
    NONE
}
