package dev.gantry.server.relay;

import dev.gantry.protocol.chat.Usage;

/// Token counts where no provider reported any: about four characters make a token of the usual tokenizers. Such
/// counts are always marked as estimated.
final class TokenEstimate {
    private static final int CHARACTERS_PER_TOKEN = 4;

    private TokenEstimate() {}

    /// @param promptBytes size of the request's messages and tools
    /// @param outputBytes size of the text, reasoning and arguments that came
    static Usage of(long promptBytes, long outputBytes) {
        return new Usage(
                Math.ceilDiv(promptBytes, CHARACTERS_PER_TOKEN),
                0,
                0,
                Math.ceilDiv(outputBytes, CHARACTERS_PER_TOKEN),
                0);
    }
}
