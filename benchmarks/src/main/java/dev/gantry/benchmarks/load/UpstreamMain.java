package dev.gantry.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The upstream as a program: one port of 127.0.0.1 for each way to answer.
///
/// It prints one line `whole=PORT burst=PORT …` and serves until its standard input ends. With a certificate
/// and its key as arguments (PEM files) there is also `tls=PORT`, which answers as `whole` does.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
public final class UpstreamMain {
    private static final int BACKLOG = 8_192;

    /// Data events of a burst and of a paced stream, `[DONE]` not counted.
    static final int EVENTS = 100;

    /// Data events of a stream that is held open.
    static final int HELD_EVENTS = 50;

    private static final Duration PACE = Duration.ofMillis(10);
    private static final Duration HELD_PACE = Duration.ofMillis(200);

    private final EventLoopGroup loops = EventLoops.single();

    private UpstreamMain() {}

    public static void main(String[] args) throws IOException {
        UpstreamMain upstream = new UpstreamMain();
        System.out.println(upstream.listen(args.length == 2 ? tls(args[0], args[1]) : null));
        System.in.transferTo(OutputStream.nullOutputStream());
        upstream.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private String listen(@Nullable SslContext tls) {
        UpstreamScript whole = new UpstreamScript.Whole(UpstreamAnswers.whole());
        List<ByteBuf> stream = UpstreamAnswers.stream(EVENTS);
        String ports = "whole=" + bind(whole, null)
                + " burst=" + bind(new UpstreamScript.Burst(stream), null)
                + " paced=" + bind(new UpstreamScript.Paced(stream, PACE), null)
                + " held=" + bind(new UpstreamScript.Paced(UpstreamAnswers.stream(HELD_EVENTS), HELD_PACE), null);
        return tls == null ? ports : ports + " tls=" + bind(whole, tls);
    }

    private int bind(UpstreamScript script, @Nullable SslContext tls) {
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new HttpRequestDecoder(), new UpstreamHandler(script));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private static SslContext tls(String certificate, String key) throws SSLException {
        return SslContextBuilder.forServer(new File(certificate), new File(key)).build();
    }
}
