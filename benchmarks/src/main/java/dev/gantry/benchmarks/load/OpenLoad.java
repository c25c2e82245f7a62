package dev.gantry.benchmarks.load;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// Requests become due at a fixed rate, whatever the answers do. One that finds no connection free waits, and
/// its latency counts from when it was due.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
final class OpenLoad extends Load {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final long requests;
    private int alive;
    private long sent;
    private long firstDueNanos;

    OpenLoad(LoadPlan plan, EventLoop loop) {
        super(plan, loop);
        this.requests = plan.duration().toNanos() * plan.perSecond() / NANOS_PER_SECOND;
    }

    @Override
    public void opened(LoadConnection connection) {
        idle.add(connection);
        if (++alive == plan.connections()) {
            firstDueNanos = System.nanoTime();
            tick();
        }
    }

    @Override
    void free(LoadConnection connection) {
        Long due = waiting.poll();
        if (due != null) {
            send(connection, due);
            return;
        }
        idle.push(connection);
        if (sent == requests && idle.size() == alive) {
            closeAll();
        }
    }

    @Override
    void lost(LoadConnection connection) {
        idle.remove(connection);
        alive--;
    }

    private void tick() {
        while (sent < requests && dueNanos(sent) - System.nanoTime() <= 0) {
            dispatch(dueNanos(sent++));
        }
        if (sent < requests) {
            loop.schedule(this::tick, dueNanos(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void dispatch(long due) {
        LoadConnection connection = idle.poll();
        if (connection == null) {
            waiting.add(due);
        } else {
            send(connection, due);
        }
    }

    private long dueNanos(long request) {
        return firstDueNanos + request * NANOS_PER_SECOND / plan.perSecond();
    }

    private void closeAll() {
        for (LoadConnection connection : new ArrayDeque<>(idle)) {
            connection.close();
        }
    }
}
