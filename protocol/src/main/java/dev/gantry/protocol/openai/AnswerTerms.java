package dev.gantry.protocol.openai;

/// What must be known to normalise one answer that is not streamed. Immutable.
///
/// @param model the catalog id that the answer names
/// @param startsInThinking whether the model's prompt already opened `<think>`; only with
///     {@code splitThinkTags}
/// @param splitThinkTags whether `<think>` in the content is the host's way to write reasoning
/// @param fallbackId the `id` where the upstream gives none; invented tool-call ids
///     are made of what follows its last hyphen
/// @param createdSeconds the Unix time where the upstream gives none
/// @param estimate what to say of the usage where the upstream says nothing
public record AnswerTerms(
        String model,
        boolean startsInThinking,
        boolean splitThinkTags,
        String fallbackId,
        long createdSeconds,
        UsageEstimate estimate) {}
