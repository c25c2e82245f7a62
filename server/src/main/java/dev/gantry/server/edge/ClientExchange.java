package dev.gantry.server.edge;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of a client and its answer. The head leaves once, by {@link #sendJson}, {@link #startEvents} or
/// {@link #startPaddedJson}; a second head is a bug and fails. Confined to its event loop.
public final class ClientExchange {
    private static final Logger log = LoggerFactory.getLogger(ClientExchange.class);
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EventLoop loop;
    private final EdgeSettings settings;
    private final String requestId;
    private final long receivedNanos;
    private final List<Runnable> goneListeners = new ArrayList<>(2);
    private Consumer<ApiError> onBug = this::sendError;
    private boolean gone;
    private boolean bodyRead;

    ClientExchange(HttpServerRequest request, ContextInternal context, EdgeSettings settings, String requestId) {
        this.request = request;
        this.response = request.response();
        this.loop = new EventLoop(context, this::failed);
        this.settings = settings;
        this.requestId = requestId;
        this.receivedNanos = loop.nanoTime();
        this.bodyRead = request.isEnded();
        response.putHeader(REQUEST_ID, requestId);
        response.closeHandler(_ -> clientGone());
        response.exceptionHandler(_ -> clientGone());
    }

    /// Our id of the request, `req_` and 24 characters; the client has it in `x-request-id`.
    public String requestId() {
        return requestId;
    }

    public EventLoop loop() {
        return loop;
    }

    /// When the head of the request was read, on the loop's monotonic clock.
    public long receivedNanos() {
        return receivedNanos;
    }

    /// The value of a header, by its lower-case name; of several the first.
    public @Nullable String header(CharSequence name) {
        return request.getHeader(name);
    }

    /// All values of a header.
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /// The raw path of the request, without its query.
    public String path() {
        return request.path() == null ? "" : request.path();
    }

    /// The request's method, as it came.
    public String method() {
        return request.method().name();
    }

    boolean isHttp10() {
        return request.version() == HttpVersion.HTTP_1_0;
    }

    /// Whether white space before a JSON body can keep the client waiting: HTTP/1.0 has no way to show a cut.
    public boolean canPad() {
        return !isHttp10();
    }

    /// Whether the client hung up, or its answer is complete.
    public boolean isOver() {
        return gone || response.ended();
    }

    /// Whether the client hung up before its answer was complete.
    public boolean isGone() {
        return gone;
    }

    /// Runs the task when the client hangs up before its answer is complete, in the loop turn that notices it.
    public void onGone(Runnable task) {
        goneListeners.add(task);
    }

    /// Who ends the answer when a step fails by a bug; until somebody is named, the error is sent.
    public void onBug(Consumer<ApiError> end) {
        onBug = end;
    }

    /// A step failed by a bug: the log has it, the client is told so, in whatever phase its answer is.
    public void failed(RuntimeException bug) {
        log.error("request {} failed", requestId, bug);
        onBug.accept(ApiError.of(
                ErrorCode.INTERNAL_ERROR,
                "Gantry failed on this request; its log has the cause under " + requestId + "."));
    }

    /// Reads the whole body; it is refused when it is too large, not JSON by its type, or stands still too long.
    /// Exactly one of the two is called, unless the client hangs up first.
    public void readBody(Consumer<byte[]> whole, Consumer<ApiError> refused) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.regionMatches(true, 0, "application/json", 0, 16)) {
            refused.accept(ApiError.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the request as JSON, with Content-Type: application/json."));
            return;
        }
        new BodyReader(this, whole, refused).read();
    }

    /// Adds a header to the answer's head; must be called before the head leaves.
    public void addHeader(CharSequence name, CharSequence value) {
        response.putHeader(name, value);
    }

    /// Sends a complete JSON answer.
    public void sendJson(int status, byte[] body) {
        send(status, JSON, body);
    }

    /// Sends a complete answer of any type.
    public void send(int status, CharSequence contentType, byte[] body) {
        if (isOver()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        boolean unreadBody = !bodyRead && !request.isEnded() && announcesBody();
        if (unreadBody) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(buffer(body));
        if (unreadBody) {
            new LingeringClose(request, loop, settings.maxBodyBytes()).start();
        }
    }

    /// Whether a body follows the request's head (RFC 9112, section 6.3).
    private boolean announcesBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    /// Sends a complete answer that is made on a thread of its own, for work that an event loop must not do.
    public void answerFromThread(CharSequence contentType, Supplier<byte[]> work) {
        Thread.startVirtualThread(() -> {
            byte[] body = work.get();
            loop.defer(() -> send(200, contentType, body));
        });
    }

    /// Sends an error as status and object.
    public void sendError(ApiError error) {
        if (error.code() == ErrorCode.LOOP_DETECTED) {
            addHeader("x-should-retry", "false");
        }
        sendJson(error.status(), error.toJson());
    }

    /// Sends the head of a stream; frames follow through the answer.
    public EventStream startEvents() {
        response.setStatusCode(200);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.putHeader("x-accel-buffering", "no");
        startBody();
        return new EventStream(request);
    }

    /// Sends the head of a JSON answer whose body comes later, after white space that keeps the client waiting.
    public PaddedJson startPaddedJson() {
        response.setStatusCode(200);
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        startBody();
        return new PaddedJson(response);
    }

    private void startBody() {
        if (isHttp10()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        } else {
            response.setChunked(true);
        }
    }

    HttpServerRequest request() {
        return request;
    }

    EdgeSettings settings() {
        return settings;
    }

    void bodyWasRead() {
        bodyRead = true;
    }

    private void clientGone() {
        if (gone || response.ended()) {
            return;
        }
        gone = true;
        for (Runnable listener : goneListeners) {
            listener.run();
        }
    }

    static Buffer buffer(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /// How long this exchange has been going on.
    public Duration age() {
        return Duration.ofNanos(loop.nanoTime() - receivedNanos);
    }
}
