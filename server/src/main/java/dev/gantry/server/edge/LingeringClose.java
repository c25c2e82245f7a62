package dev.gantry.server.edge;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/// Ends a connection whose request was answered before its body was read. Closing at once would make the kernel
/// reset the connection, which can destroy the answer on its way; so what the client still sends is read and thrown
/// away for a short while. Confined to its event loop.
final class LingeringClose {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final long MAX_DISCARDED_BYTES = 8L * 1024 * 1024;

    private final HttpServerRequest request;
    private final EventLoop loop;
    private long discarded;

    LingeringClose(HttpServerRequest request, EventLoop loop) {
        this.request = request;
        this.loop = loop;
    }

    void start() {
        var _ = loop.schedule(LONGEST, this::close);
        request.handler(part -> {
            discarded += part.length();
            if (discarded > MAX_DISCARDED_BYTES) {
                close();
            }
        });
        request.endHandler(_ -> close());
    }

    private void close() {
        request.connection().close();
    }
}
