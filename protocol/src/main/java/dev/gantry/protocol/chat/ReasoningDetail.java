package dev.gantry.protocol.chat;

import org.jspecify.annotations.Nullable;

/// A block of reasoning that its provider wants back unchanged, in the shape of `reasoning_details` on the wire.
/// Immutable.
public sealed interface ReasoningDetail {
    /// The format's name: `anthropic-claude-v1`, `google-gemini-v1`.
    String format();

    /// Position among the blocks of one answer, from 0.
    int index();

    /// The tool call that the block belongs to or comes right before; null for none.
    @Nullable
    String callId();

    /// Readable reasoning with the provider's signature over it.
    record Text(
            String text,
            @Nullable String signature,
            String format,
            int index,
            @Nullable String callId) implements ReasoningDetail {}

    /// Reasoning that only its provider can read.
    record Encrypted(
            String data, String format, int index, @Nullable String callId) implements ReasoningDetail {}
}
