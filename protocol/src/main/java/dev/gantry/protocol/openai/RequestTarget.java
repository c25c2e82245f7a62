package dev.gantry.protocol.openai;

import java.util.Set;

/// What the chosen deployment wants of a request: all that decides how the body is rewritten. Immutable.
///
/// @param upstreamModel the model's name at the upstream
/// @param tokenCapField under which name the cap on generated tokens is sent
/// @param defaultMaxTokens cap that is sent where the client set none; 0 sends none
/// @param maxOutputTokens the most tokens that the model generates; 0 is unknown
/// @param sampling whether the model takes sampling parameters
/// @param injectSamplingDefaults whether {@code temperature} 0.7 and {@code top_p} 1 are sent where the client set none
/// @param streamUsage whether the host takes {@code stream_options}
/// @param developerRole whether the host takes the role {@code developer}; where not, it becomes {@code system}
/// @param droppedFields top-level fields that never reach the host, by their snake_case names
public record RequestTarget(
        String upstreamModel,
        TokenCapField tokenCapField,
        int defaultMaxTokens,
        int maxOutputTokens,
        SamplingSupport sampling,
        boolean injectSamplingDefaults,
        boolean streamUsage,
        boolean developerRole,
        Set<String> droppedFields) {
    /// Dropping one of these would change what is asked, exceed the client's cap, or break the answer's form.
    private static final Set<String> INDISPENSABLE =
            Set.of("model", "messages", "stream", "max_tokens", "max_completion_tokens");

    /// @throws IllegalArgumentException where {@code droppedFields} names the model, the messages, the cap or
    ///     {@code stream}, or a number of tokens is negative
    public RequestTarget {
        droppedFields = Set.copyOf(droppedFields);
        for (String field : INDISPENSABLE) {
            if (droppedFields.contains(field)) {
                throw new IllegalArgumentException("the field '" + field + "' cannot be dropped");
            }
        }
        if (defaultMaxTokens < 0 || maxOutputTokens < 0) {
            throw new IllegalArgumentException("a number of tokens is negative");
        }
    }
}
