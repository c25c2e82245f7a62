package dev.gantry.protocol.gemini;

/// What a Gemini model's generation decides about the dialect.
public enum GeminiGeneration {
    /// 2.0 and 2.5: JSON output and tools exclude each other, signatures of calls may be missing.
    V2_5,
    /// 3 and later: calls of the current turn must carry their signatures (Gemini API, "Thought signatures"), each
    /// image has a resolution of its own, function responses carry media, JSON output goes together with tools.
    V3
}
