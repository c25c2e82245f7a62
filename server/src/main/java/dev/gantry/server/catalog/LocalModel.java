package dev.gantry.server.catalog;

/// A model that the embedded engine serves. Immutable.
///
/// @param id `HuggingFaceTB/SmolLM2-135M-Instruct`, `local/NAME`
/// @param contextTokens the window of one slot, at least 1
/// @param vision whether the engine has a projector for its images
/// @param thinks whether its chat template writes `<think>` tags
/// @param tools whether its chat template takes tools
public record LocalModel(String id, int contextTokens, boolean vision, boolean thinks, boolean tools) {
    /// What the engine serves when nobody names a model.
    public static final LocalModel DEFAULT =
            new LocalModel("HuggingFaceTB/SmolLM2-135M-Instruct", 8_192, false, false, false);
}
