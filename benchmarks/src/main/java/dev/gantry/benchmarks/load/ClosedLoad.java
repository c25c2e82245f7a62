package dev.gantry.benchmarks.load;

import io.netty.channel.EventLoop;

/// Every connection sends its next request as soon as it has its answer.
final class ClosedLoad extends Load {
    ClosedLoad(LoadPlan plan, EventLoop loop) {
        super(plan, loop);
    }

    @Override
    public void opened(LoadConnection connection) {
        send(connection, System.nanoTime());
    }

    @Override
    void free(LoadConnection connection) {
        if (plan.once() || isOver()) {
            connection.close();
        } else {
            send(connection, System.nanoTime());
        }
    }

    @Override
    void lost(LoadConnection connection) {}
}
