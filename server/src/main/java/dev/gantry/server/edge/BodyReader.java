package dev.gantry.server.edge;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gathers one request body into one array, within bounds of size and time. Confined to its event loop.
final class BodyReader {
    private static final int FIRST_BUFFER_BYTES = 4 * 1024;
    private static final int TRUSTED_LENGTH_BYTES = 1024 * 1024;

    private final ClientExchange exchange;
    private final Consumer<byte[]> whole;
    private final Consumer<ApiError> refused;
    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private long lastProgressNanos;
    private EventLoop.@Nullable Timer timer;
    private boolean over;

    BodyReader(ClientExchange exchange, Consumer<byte[]> whole, Consumer<ApiError> refused) {
        this.exchange = exchange;
        this.whole = whole;
        this.refused = refused;
        this.maxBytes = exchange.settings().maxBodyBytes();
    }

    void read() {
        HttpServerRequest request = exchange.request();
        long declared = declaredLength(request);
        if (declared > maxBytes) {
            refuse(tooLarge());
            return;
        }
        bytes = new byte[declared > 0 ? (int) Math.min(declared, TRUSTED_LENGTH_BYTES) : FIRST_BUFFER_BYTES];
        lastProgressNanos = exchange.receivedNanos();
        request.handler(this::part);
        request.endHandler(_ -> complete());
        if (request.getHeader(HttpHeaders.EXPECT) != null) {
            request.response().writeContinue();
        }
        exchange.loop().defer(this::watchProgress);
    }

    private static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return declared == null ? -1 : Long.parseLong(declared);
    }

    private void part(Buffer part) {
        if (over) {
            return;
        }
        int size = part.length();
        if (size > maxBytes - length) {
            refuse(tooLarge());
            return;
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(length + size, bytes.length * 2)));
        }
        ByteBuf source = ((BufferInternal) part).getByteBuf();
        source.getBytes(source.readerIndex(), bytes, length, size);
        length += size;
        lastProgressNanos = exchange.loop().nanoTime();
    }

    private void complete() {
        if (over) {
            return;
        }
        finish();
        exchange.bodyWasRead();
        exchange.loop().run(() -> whole.accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
    }

    /// Runs first when the loop is done with what it has read: a body that came with its head needs no timer.
    private void watchProgress() {
        if (over || exchange.isOver()) {
            return;
        }
        long left =
                exchange.settings().bodyTimeout().toNanos() - (exchange.loop().nanoTime() - lastProgressNanos);
        if (left <= 0) {
            refuse(ApiError.of(
                    ErrorCode.REQUEST_TIMEOUT,
                    "The request body stood still for "
                            + exchange.settings().bodyTimeout().toSeconds() + " s; send it without pauses."));
            return;
        }
        timer = exchange.loop().schedule(java.time.Duration.ofNanos(left), this::watchProgress);
    }

    private void refuse(ApiError error) {
        finish();
        refused.accept(error);
    }

    private void finish() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private ApiError tooLarge() {
        return ApiError.of(
                ErrorCode.REQUEST_TOO_LARGE,
                "The request body is larger than " + maxBytes + " bytes, the limit of this server (limits.max-body).");
    }
}
