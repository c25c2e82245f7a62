package dev.gantry.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A server on 127.0.0.1 with one port for each way to answer. Thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
final class Upstream implements AutoCloseable {
    private static final int BACKLOG = 8_192;

    private final EventLoopGroup loops = EventLoops.single();
    private final List<Channel> listeners = new CopyOnWriteArrayList<>();

    /// Opens a port whose requests are answered as the script says.
    ///
    /// @return the port
    int listen(UpstreamScript script) {
        return listen(script, null);
    }

    /// As {@link #listen(UpstreamScript)}, over TLS where a context is given.
    int listen(UpstreamScript script, @Nullable SslContext tls) {
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
        listeners.add(listener);
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
