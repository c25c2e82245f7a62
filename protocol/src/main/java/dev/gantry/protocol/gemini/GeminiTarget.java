package dev.gantry.protocol.gemini;

import java.util.Set;

/// What the chosen deployment wants of a request: all that decides how it is written. Immutable.
///
/// @param model the model's name at the provider, which {@link GeminiPath} puts into the path
/// @param thinking how the model is told to think
/// @param features what of the dialect the model takes besides
/// @param maxOutputTokens the most tokens that the model generates, thinking included; 0 is unknown
/// @param defaultMaxTokens cap that is sent where the client set none; 0 sends none
public record GeminiTarget(
        String model,
        GeminiGeneration generation,
        GeminiThinking thinking,
        Set<Feature> features,
        int maxOutputTokens,
        int defaultMaxTokens) {

    /// @throws IllegalArgumentException where a number of tokens is negative
    public GeminiTarget {
        features = Set.copyOf(features);
        if (maxOutputTokens < 0 || defaultMaxTokens < 0) {
            throw new IllegalArgumentException("a number of tokens is negative");
        }
    }

    /// What not every model or host takes.
    public enum Feature {
        /// `systemInstruction`; Gemma on the Gemini API has none, and gets instructions from the user.
        INSTRUCTIONS,
        /// `responseMimeType` and `responseJsonSchema`.
        JSON_OUTPUT,
        /// `presencePenalty` and `frequencyPenalty`.
        PENALTIES,
        /// `responseLogprobs` and `logprobs`.
        LOGPROBS,
        /// `candidateCount`, also streamed.
        CANDIDATE_COUNT,
        /// `id` in function calls and their responses.
        CALL_IDS,
        /// The function calling mode `VALIDATED`.
        VALIDATED_CALLS,
        /// `temperature` 0.7 and `topP` 1 are sent where the client said nothing and thinking is off.
        SAMPLING_DEFAULTS
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
