package dev.gantry.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Time as the engine sees it, so that tests need not wait. Thread-safe.
interface EngineClock {
    EngineClock SYSTEM = new EngineClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        @SuppressWarnings("ReturnValueIgnored") // nothing ever counts it down: it is the pause that is wanted
        public void pause(Duration duration) throws InterruptedException {
            boolean ignored = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /// A reading of a monotonic clock, in nanoseconds.
    long nanoTime();

    Instant instant();

    /// Blocks the calling thread for so long, or until it is interrupted.
    void pause(Duration duration) throws InterruptedException;
}
