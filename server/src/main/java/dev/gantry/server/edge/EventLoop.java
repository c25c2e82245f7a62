package dev.gantry.server.edge;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/// The event loop of one request, as far as the steps need it: time, timers and "later in this turn". Confined to
/// that loop.
public final class EventLoop {
    /// A timer that has not fired yet.
    public interface Timer {
        /// Does nothing when the timer fired already.
        void cancel();
    }

    private final Vertx vertx;
    private final ContextInternal context;

    EventLoop(Vertx vertx, ContextInternal context) {
        this.vertx = vertx;
        this.context = context;
    }

    /// A reading of the monotonic clock, in nanoseconds.
    public long nanoTime() {
        return System.nanoTime();
    }

    /// Runs the task on this loop after the delay, which is rounded up to a millisecond.
    public Timer schedule(Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, (delay.toNanos() + 999_999) / 1_000_000), _ -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    /// Runs the task on this loop after what is under way now: once per read where many events came in one.
    public void defer(Runnable task) {
        context.nettyEventLoop().execute(task);
    }
}
