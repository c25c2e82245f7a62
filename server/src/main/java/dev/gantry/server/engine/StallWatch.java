package dev.gantry.server.engine;

import java.time.Duration;

/// Notices a download that has stopped, or only drips: fewer than 16 KiB in a whole window. Confined to one thread.
final class StallWatch {
    static final long LEAST_BYTES = 16 * 1024;

    private final long windowNanos;
    private long windowStartNanos;
    private long windowStartBytes;

    StallWatch(Duration window, long bytes, long nowNanos) {
        this.windowNanos = window.toNanos();
        this.windowStartBytes = bytes;
        this.windowStartNanos = nowNanos;
    }

    /// To be asked now and then.
    ///
    /// @param bytes all bytes so far
    boolean stalled(long bytes, long nowNanos) {
        if (bytes - windowStartBytes >= LEAST_BYTES) {
            windowStartBytes = bytes;
            windowStartNanos = nowNanos;
        }
        return nowNanos - windowStartNanos >= windowNanos;
    }
}
