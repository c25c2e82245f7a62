package dev.gantry.server.edge;

import dev.gantry.protocol.openai.ApiError;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/// A stream of server-sent events to one client, after its head has left. It ends in one of two ways that no client
/// can mistake for each other: {@link #end} completes it, {@link #fail} leaves it visibly cut. Confined to its event
/// loop.
public final class EventStream {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    EventStream(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    /// Whether more can be written without growing the queue of a client that reads slowly.
    public boolean isWritable() {
        return isOver() || !response.writeQueueFull();
    }

    /// Runs the task each time a full queue has become writable again.
    public void onDrain(Runnable task) {
        response.drainHandler(_ -> task.run());
    }

    /// Writes complete frames in one go.
    public void write(byte[] frames) {
        if (!isOver()) {
            response.write(ClientExchange.buffer(frames));
        }
    }

    /// Writes a comment, which clients skip, so that nobody between takes the connection for dead.
    public void keepAlive() {
        write(KEEP_ALIVE);
    }

    /// Writes the last frames and completes the answer.
    public void end(byte[] lastFrames) {
        if (isOver()) {
            return;
        }
        response.end(ClientExchange.buffer(lastFrames));
        if (isHttp10()) {
            request.connection().close();
        }
    }

    /// Writes the error frame and ends the connection so that the answer does not look complete: over HTTP/1.1 by
    /// closing it without the last chunk, over HTTP/1.0, where a close is the regular end, by resetting it once the
    /// frame is out.
    public void fail(byte[] lastFrames, ApiError error) {
        if (isOver()) {
            return;
        }
        Buffer frame = Buffer.buffer(lastFrames.length + 256)
                .appendBytes(lastFrames)
                .appendString("data: ")
                .appendBytes(error.toJson())
                .appendString("\n\n");
        Future<Void> flushed = response.write(frame);
        flushed.onComplete(_ -> cut());
    }

    private void cut() {
        if (isHttp10() && request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    private boolean isHttp10() {
        return request.version() == HttpVersion.HTTP_1_0;
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
