package dev.gantry.protocol.openai;

/// What the relay of one streamed answer must know beforehand. Immutable.
///
/// @param model the catalog id that every chunk names
/// @param includeUsage whether the client asked for the usage chunk
/// @param choices how many choices the upstream was asked for (`n`), 1..128: the stream is whole when each
///     of them had its finish reason
/// @param startsInThinking whether the model's prompt already opened `<think>`, so that the text begins
///     inside the reasoning; only with {@code splitThinkTags}
/// @param splitThinkTags whether `<think>` in the content is the host's way to write reasoning
/// @param fallbackId the `id` of the answer where the upstream gives none; invented tool-call ids
///     are made of what follows its last hyphen
/// @param createdSeconds the Unix time of the answer where the upstream gives none
/// @param maxEventBytes how many bytes one upstream event may have, at least 1
public record StreamTerms(
        String model,
        boolean includeUsage,
        int choices,
        boolean startsInThinking,
        boolean splitThinkTags,
        String fallbackId,
        long createdSeconds,
        int maxEventBytes) {
    /// The most choices of one answer; the OpenAI Node client accepts no more.
    public static final int MAX_CHOICES = 128;

    public StreamTerms {
        if (choices < 1 || choices > MAX_CHOICES) {
            throw new IllegalArgumentException("choices " + choices);
        }
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes " + maxEventBytes);
        }
    }
}
