package dev.gantry.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;

/// Reads and forgets each request of one connection, then plays the script. For one connection.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
final class UpstreamHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final UpstreamScript script;

    UpstreamHandler(UpstreamScript script) {
        this.script = script;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof LastHttpContent) {
            script.play(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
