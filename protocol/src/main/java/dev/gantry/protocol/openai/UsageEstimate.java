package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.Usage;

/// Estimates the usage of an answer whose upstream reported none.
@FunctionalInterface
public interface UsageEstimate {
    /// The usage of an answer of this size.
    ///
    /// @param outputBytes size of the content, reasoning and tool arguments that were seen, as JSON text
    Usage of(long outputBytes);
}
