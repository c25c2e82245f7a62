package dev.gantry.server.edge;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The event loop of one request, as far as the steps need it: time, timers and "later in this turn". A step that
/// fails by a bug is told to the request, which would wait for ever otherwise. Confined to that loop.
public final class EventLoop {
    /// A timer that has not fired yet.
    public interface Timer {
        /// Does nothing when the timer fired already.
        void cancel();
    }

    private final ContextInternal context;
    private final Consumer<RuntimeException> onBug;

    EventLoop(ContextInternal context, Consumer<RuntimeException> onBug) {
        this.context = context;
        this.onBug = onBug;
    }

    /// A reading of the monotonic clock, in nanoseconds.
    public long nanoTime() {
        return System.nanoTime();
    }

    /// Runs the task on this loop after the delay.
    public Timer schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> timer = context.nettyEventLoop()
                .schedule(() -> context.dispatch(() -> run(task)), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    /// Runs the task on this loop after what is under way now: once per read where many events came in one.
    public void defer(Runnable task) {
        context.nettyEventLoop().execute(() -> context.dispatch(() -> run(task)));
    }

    /// Runs a step of the request now.
    void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }
}
