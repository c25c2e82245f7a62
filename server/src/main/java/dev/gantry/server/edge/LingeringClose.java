package dev.gantry.server.edge;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Ends a connection whose request was answered before its body was read. Closing at once would make the kernel
/// reset the connection, which can destroy the answer on its way; so what the client still sends is read and thrown
/// away: many clients send their whole body before they read. Bounded in time, pauses and bytes. Confined to its
/// event loop.
final class LingeringClose {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long SPARE_BYTES = 8L * 1024 * 1024;

    private final HttpServerRequest request;
    private final EventLoop loop;
    private final long maxDiscardedBytes;
    private final long startedNanos;
    private long discarded;
    private long discardedAtLastLook;
    private EventLoop.@Nullable Timer timer;

    /// @param maxBodyBytes the limit of the server: whose body is twice as large is not waited for
    LingeringClose(HttpServerRequest request, EventLoop loop, int maxBodyBytes) {
        this.request = request;
        this.loop = loop;
        this.maxDiscardedBytes = SPARE_BYTES + 2L * maxBodyBytes;
        this.startedNanos = loop.nanoTime();
    }

    void start() {
        request.handler(part -> {
            discarded += part.length();
            if (discarded > maxDiscardedBytes) {
                close();
            }
        });
        request.endHandler(_ -> close());
        lookLater();
    }

    private void lookLater() {
        discardedAtLastLook = discarded;
        timer = loop.schedule(LONGEST_PAUSE, this::look);
    }

    private void look() {
        boolean tooLong = loop.nanoTime() - startedNanos >= LONGEST.toNanos();
        if (tooLong || discarded == discardedAtLastLook) {
            close();
        } else {
            lookLater();
        }
    }

    private void close() {
        if (timer != null) {
            timer.cancel();
        }
        request.connection().close();
    }
}
