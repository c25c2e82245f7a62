package dev.gantry.server.auth;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/// Waits for conditions that other threads bring about.
public final class Await {
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /// Returns as soon as the condition holds; fails the test when it does not in time.
    public static void within(Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                Assertions.fail("the condition did not come true within " + time);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
