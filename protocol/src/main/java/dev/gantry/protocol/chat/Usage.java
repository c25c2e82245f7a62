package dev.gantry.protocol.chat;

/// Token counts of one answer, in the neutral convention: cached and cache-write tokens are inside
/// {@code inputTokens}, reasoning tokens are inside {@code outputTokens}, whatever the provider's own
/// convention is. Immutable.
///
/// @param inputTokens tokens of the prompt, at least 0
/// @param cachedInputTokens part of the prompt that was read from the provider's cache
/// @param cacheWriteTokens part of the prompt that was written to the provider's cache
/// @param outputTokens tokens that were generated, visible or not
/// @param reasoningTokens part of the output that was reasoning
public record Usage(
        long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /// The same with at least as many output tokens as the other has.
    public Usage withOutputOfAtLeast(Usage other) {
        long output = Math.max(outputTokens, other.outputTokens);
        return new Usage(inputTokens, cachedInputTokens, cacheWriteTokens, output, reasoningTokens);
    }
}
