package dev.gantry.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How the upstream answers every request to one of its ports. Immutable and shared by connections.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
sealed interface UpstreamScript {
    /// Answers one request; on the connection's event loop.
    void play(ChannelHandlerContext context);

    /// One answer with a `content-length`, at once.
    record Whole(ByteBuf answer) implements UpstreamScript {
        @Override
        public void play(ChannelHandlerContext context) {
            context.writeAndFlush(answer.duplicate());
        }
    }

    /// All events without delay, each written to the socket on its own, as a server does that generates them
    /// one by one.
    record Burst(List<ByteBuf> parts) implements UpstreamScript {
        @Override
        public void play(ChannelHandlerContext context) {
            for (ByteBuf part : parts) {
                context.writeAndFlush(part.duplicate());
            }
        }
    }

    /// One event per gap; the head leaves with the first.
    record Paced(List<ByteBuf> parts, Duration gap) implements UpstreamScript {
        @Override
        public void play(ChannelHandlerContext context) {
            context.write(parts.getFirst().duplicate());
            playFrom(1, System.nanoTime(), context);
        }

        /// Counts the gaps from the beginning, so that a late event does not delay those behind it.
        private void playFrom(int part, long dueNanos, ChannelHandlerContext context) {
            if (!context.channel().isActive()) {
                return;
            }
            context.writeAndFlush(parts.get(part).duplicate());
            if (part + 1 < parts.size()) {
                long nextNanos = dueNanos + gap.toNanos();
                context.executor()
                        .schedule(
                                () -> playFrom(part + 1, nextNanos, context),
                                nextNanos - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
            }
        }
    }
}
