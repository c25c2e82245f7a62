package dev.gantry.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A clock that moves only when a test lets a pause end.
final class TestingClock implements EngineClock {
    private final AtomicLong nanos = new AtomicLong(1_000_000);
    private final LinkedBlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final Semaphore ends = new Semaphore(0);

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        pauses.add(duration);
        ends.acquire();
        nanos.addAndGet(duration.toNanos());
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    /// Waits until something pauses; says for how long it wants to.
    Duration awaitPause() throws InterruptedException {
        @Nullable Duration pause = pauses.poll(20, TimeUnit.SECONDS);
        if (pause == null) {
            throw new AssertionError("nothing paused within 20 s");
        }
        return pause;
    }

    void endPause() {
        ends.release();
    }

    /// Lets this pause, or the next ones, end at once.
    void endPauses(int count) {
        ends.release(count);
    }
}
