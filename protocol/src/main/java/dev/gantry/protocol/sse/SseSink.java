package dev.gantry.protocol.sse;

import org.jspecify.annotations.Nullable;

/// What a {@link SseReader} finds, in the order of the stream.
public interface SseSink {
    /// One complete event that has data.
    ///
    /// @param bytes holds the data in {@code [from, to)}: the reader's input where the data was one line of
    ///     it, a buffer of the reader otherwise; valid only during the call
    /// @param name the value of the last {@code event:} line, null where there was none
    void event(byte[] bytes, int from, int to, @Nullable String name);

    /// One complete comment line.
    void comment();

    /// The event at hand is larger than the reader's limit. Called at most once; nothing follows.
    void tooLarge();
}
