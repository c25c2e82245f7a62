package dev.gantry.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;

final class EventLoops {
    private EventLoops() {}

    /// One loop: client and upstream each do their work on one thread, so that they need no locks and leave
    /// the rest of a small machine to what is measured.
    static EventLoopGroup single() {
        return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    }
}
