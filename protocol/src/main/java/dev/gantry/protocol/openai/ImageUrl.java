package dev.gantry.protocol.openai;

/// Where the body has the URL of one image. Immutable.
///
/// @param messageIndex the image's message
/// @param partIndex the image's part in the content of that message
/// @param start the opening quote of the URL
/// @param end the byte after the closing quote of the URL
/// @param remote whether it is an {@code http:} or {@code https:} URL; otherwise it is a {@code data:} URL
public record ImageUrl(int messageIndex, int partIndex, int start, int end, boolean remote) {
    /// The path by which an error names it.
    public String param() {
        return "messages[" + messageIndex + "].content[" + partIndex + "].image_url.url";
    }
}
