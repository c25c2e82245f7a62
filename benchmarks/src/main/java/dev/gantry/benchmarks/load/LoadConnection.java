package dev.gantry.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/// One client connection with at most one request under way; checks each answer whole. Confined to its loop.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
final class LoadConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final int OK = 200;

    /// What a connection tells the load that it belongs to.
    interface Listener {
        /// The connection is open and has nothing to do.
        void opened(LoadConnection connection);

        /// The answer to the last request is complete and as expected.
        void answered(LoadConnection connection, int events);

        /// The connection is gone: with a wrong or unfinished answer, or without a request.
        ///
        /// @param reason null where no request was under way
        void closed(LoadConnection connection, @Nullable String reason);
    }

    private final ByteBuf request;
    private final int expectedEvents;
    private final Listener listener;
    private final ByteProcessor eventCounter = this::countEvents;
    private @Nullable ChannelHandlerContext context;
    private boolean busy;
    private @Nullable String problem;
    private long dueNanos;
    private int status;
    private int events;
    private boolean afterLineFeed;

    /// @param request the whole request, head and body, shared between connections
    /// @param expectedEvents as in {@link LoadPlan#events}
    LoadConnection(ByteBuf request, int expectedEvents, Listener listener) {
        this.request = request;
        this.expectedEvents = expectedEvents;
        this.listener = listener;
    }

    /// Sends the request.
    ///
    /// @param dueNanos when it should have been sent, by {@link System#nanoTime}
    void send(long dueNanos) {
        this.dueNanos = dueNanos;
        busy = true;
        status = 0;
        events = 0;
        afterLineFeed = false;
        requireContext().writeAndFlush(request.duplicate());
    }

    /// When the last request should have been sent.
    long dueNanos() {
        return dueNanos;
    }

    boolean isBusy() {
        return busy;
    }

    void close() {
        requireContext().close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        listener.opened(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail("malformed answer");
            return;
        }
        if (part instanceof HttpResponse response) {
            status = response.status().code();
        }
        if (part instanceof HttpContent content && expectedEvents > 0) {
            content.content().forEachByte(eventCounter);
        }
        if (part instanceof LastHttpContent) {
            complete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String reason = problem == null && busy ? "connection closed inside an answer" : problem;
        busy = false;
        listener.closed(this, reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause.toString());
    }

    private void complete() {
        if (status != OK) {
            fail("status " + status);
        } else if (events != expectedEvents) {
            fail(events + " events instead of " + expectedEvents);
        } else {
            busy = false;
            listener.answered(this, events);
        }
    }

    private void fail(String reason) {
        if (problem == null) {
            problem = reason;
        }
        close();
    }

    /// A blank line ends an event.
    private boolean countEvents(byte b) {
        boolean lineFeed = b == '\n';
        if (lineFeed && afterLineFeed) {
            events++;
        }
        afterLineFeed = lineFeed;
        return true;
    }

    private ChannelHandlerContext requireContext() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }
}
