package dev.gantry.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One plan on its way: opens the connections, counts, and reports when the last one is closed. When requests
/// are sent is the subclass's to say. All of it runs on one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
abstract sealed class Load implements LoadConnection.Listener permits ClosedLoad, OpenLoad {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int FIRST_SAMPLES = 4_096;

    protected final LoadPlan plan;
    protected final EventLoop loop;
    private final Bootstrap bootstrap;
    private final CompletableFuture<LoadReport> report = new CompletableFuture<>();
    private final List<Channel> channels = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private long[] latencies = new long[FIRST_SAMPLES];
    private int completed;
    private long failed;
    private long events;
    private int busy;
    private int peakBusy;
    private int gone;
    private @Nullable String firstProblem;

    Load(LoadPlan plan, EventLoop loop) {
        this.plan = plan;
        this.loop = loop;
        ByteBuf request = LoadRequest.of(plan);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(plan.url().getHost(), plan.url().getPort())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpResponseDecoder(),
                                        new LoadConnection(request, plan.events(), Load.this));
                    }
                });
    }

    /// Starts the load; the report comes when all of it is over, at the latest half a minute after the plan's
    /// time is.
    static CompletableFuture<LoadReport> start(LoadPlan plan, EventLoop loop) {
        Load load = plan.perSecond() == 0 ? new ClosedLoad(plan, loop) : new OpenLoad(plan, loop);
        loop.execute(load::open);
        return load.report;
    }

    @Override
    public final void answered(LoadConnection connection, int eventCount) {
        if (completed == latencies.length) {
            latencies = Arrays.copyOf(latencies, completed * 2);
        }
        latencies[completed++] = System.nanoTime() - connection.dueNanos();
        events += eventCount;
        busy--;
        free(connection);
    }

    @Override
    public final void closed(LoadConnection connection, @Nullable String reason) {
        if (reason != null) {
            busy--;
            countFailure(reason);
        }
        lost(connection);
        countGone();
    }

    /// The connection got its answer and can send again.
    abstract void free(LoadConnection connection);

    /// The connection is gone.
    abstract void lost(LoadConnection connection);

    protected final void send(LoadConnection connection, long dueNanos) {
        busy++;
        peakBusy = Math.max(peakBusy, busy);
        connection.send(dueNanos);
    }

    protected final boolean isOver() {
        return System.nanoTime() - startNanos
                >= plan.ramp().plus(plan.duration()).toNanos();
    }

    private void open() {
        long gapNanos = plan.ramp().toNanos() / plan.connections();
        for (int i = 0; i < plan.connections(); i++) {
            loop.schedule(this::connect, i * gapNanos, TimeUnit.NANOSECONDS);
        }
        long mostNanos = plan.ramp().plus(plan.duration()).toNanos() + GRACE_NANOS;
        loop.schedule(() -> channels.forEach(Channel::close), mostNanos, TimeUnit.NANOSECONDS);
    }

    private void connect() {
        ChannelFuture connecting = bootstrap.connect();
        channels.add(connecting.channel());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                countFailure(String.valueOf(done.cause()));
                countGone();
            }
        });
    }

    private void countFailure(String reason) {
        failed++;
        if (firstProblem == null) {
            firstProblem = reason;
        }
    }

    private void countGone() {
        if (++gone == plan.connections()) {
            report.complete(new LoadReport(
                    completed,
                    failed,
                    events,
                    peakBusy,
                    System.nanoTime() - startNanos,
                    LoadReport.Latencies.of(latencies, completed),
                    firstProblem));
        }
    }
}
