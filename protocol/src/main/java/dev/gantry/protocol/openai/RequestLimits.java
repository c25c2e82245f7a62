package dev.gantry.protocol.openai;

/// Bounds on the shape of a chat request, so that a hostile body costs no more than its bytes. Immutable.
///
/// @param maxDepth how deep objects and arrays may nest, the body itself being level 1
/// @param maxFields members of the body, known or not
/// @param maxMessages entries of {@code messages}
/// @param maxTools entries of {@code tools} or {@code functions}, and of {@code tool_calls} in one message
/// @param maxImages {@code image_url} parts in all messages together
public record RequestLimits(int maxDepth, int maxFields, int maxMessages, int maxTools, int maxImages) {
    public static final RequestLimits DEFAULT = new RequestLimits(128, 256, 10_000, 1_024, 1_000);

    public RequestLimits {
        if (Math.min(Math.min(maxDepth, maxFields), Math.min(maxMessages, maxTools)) < 1 || maxImages < 0) {
            throw new IllegalArgumentException("a limit is below its least value");
        }
    }
}
