package dev.gantry.server.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose client takes too long over the head of a request, however steadily it drips, or that
/// stays without a request too long. One timer a connection looks at the clock lazily, so that a request costs no
/// timer of its own. Confined to the connection's event loop.
final class HeadWatch extends ChannelInboundHandlerAdapter {
    private enum Phase {
        /// Between requests: nothing of the next one has come.
        IDLE,
        /// Some bytes of a head have come, or the connection is new.
        HEAD,
        /// The head is complete and its answer is not.
        REQUEST
    }

    private final long headTimeoutNanos;
    private final long idleTimeoutNanos;
    private Phase phase = Phase.HEAD;
    private long phaseStartedNanos;
    private @Nullable ScheduledFuture<?> check;

    HeadWatch(long headTimeoutNanos, long idleTimeoutNanos) {
        this.headTimeoutNanos = headTimeoutNanos;
        this.idleTimeoutNanos = idleTimeoutNanos;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        enter(Phase.HEAD);
        checkIn(context, headTimeoutNanos);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (check != null) {
            check.cancel(false);
        }
        context.fireChannelInactive();
    }

    /// The head of a request is complete; what comes until {@link #answered()} is its body.
    void headRead() {
        enter(Phase.REQUEST);
    }

    /// The answer is complete: the next byte begins another head.
    void answered() {
        enter(Phase.IDLE);
    }

    private void enter(Phase next) {
        phase = next;
        phaseStartedNanos = System.nanoTime();
    }

    private void check(ChannelHandlerContext context) {
        long timeout = switch (phase) {
            case IDLE -> idleTimeoutNanos;
            case HEAD -> headTimeoutNanos;
            case REQUEST -> Long.MAX_VALUE;
        };
        long left = timeout - (System.nanoTime() - phaseStartedNanos);
        if (left <= 0) {
            var _ = context.close();
        } else {
            checkIn(context, Math.min(left, headTimeoutNanos));
        }
    }

    private void checkIn(ChannelHandlerContext context, long delayNanos) {
        check = context.executor().schedule(() -> check(context), delayNanos, TimeUnit.NANOSECONDS);
    }
}
