package dev.gantry.protocol.anthropic;

/// What one model of an Anthropic deployment takes: all that decides how a request is written. Immutable.
///
/// @param model the model's name at the provider
/// @param version the version of the API that the request is sent to
/// @param samplingParams whether the model takes `temperature`, `top_p` and `top_k`; models since Claude 4.7 do not
/// @param effort whether it takes `output_config.effort`
/// @param structuredOutput whether it takes `output_config.format` and strict tools
/// @param prefill whether a conversation may end with the beginning of the answer
/// @param maxOutputTokens the most tokens that the model generates; 0 is unknown
/// @param defaultMaxTokens the cap that is sent where the client set none, at least 1: the API demands one
/// @param stream whether the answer is to be streamed
public record AnthropicTarget(
        String model,
        AnthropicVersion version,
        boolean samplingParams,
        ThinkingMode thinkingMode,
        boolean effort,
        boolean structuredOutput,
        boolean prefill,
        int maxOutputTokens,
        int defaultMaxTokens,
        boolean stream) {

    /// @throws IllegalArgumentException where a number of tokens is out of range
    public AnthropicTarget {
        if (maxOutputTokens < 0 || defaultMaxTokens < 1) {
            throw new IllegalArgumentException("tokens " + maxOutputTokens + ", " + defaultMaxTokens);
        }
        samplingParams = samplingParams && version.takesSamplingParams();
    }
}
