package dev.gantry.server.wire;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits for what comes about on other threads and can only be asked for.
final class Eventually {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(5).toNanos();

    private Eventually() {}

    /// Asks until there is something.
    ///
    /// @throws AssertionError where there is nothing within {@link #DEADLINE}
    static <T> T get(String what, Callable<@Nullable T> question) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            T answer = ask(question);
            if (answer != null) {
                return answer;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        throw new AssertionError("not within " + DEADLINE + ": " + what);
    }

    private static <T> @Nullable T ask(Callable<@Nullable T> question) {
        try {
            return question.call();
        } catch (Exception failure) {
            throw new AssertionError("the question itself failed", failure);
        }
    }
}
