package dev.gantry.server.edge;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP/1.1 listener of one event loop; several share one port. Confined to its event loop, but for
/// {@link #shutdown}.
public final class HttpEdge {
    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);
    private static final int HALF_OPEN_CLIENT_MILLIS = 60_000;

    private final Vertx vertx;
    private final EdgeSettings settings;
    private final RequestHandler handler;
    private final AtomicInteger connections;
    private final RequestIds ids = new RequestIds(new SplittableRandom());
    private @Nullable HttpServer server;

    /// @param connections counts the client connections of all edges together
    public HttpEdge(Vertx vertx, EdgeSettings settings, RequestHandler handler, AtomicInteger connections) {
        this.vertx = vertx;
        this.settings = settings;
        this.handler = handler;
        this.connections = connections;
    }

    /// Opens the listener; the result is the port that it listens on.
    public Future<Integer> listen() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpNoDelay(true)
                .setTcpUserTimeout(HALF_OPEN_CLIENT_MILLIS)
                .setAcceptBacklog(4096)
                .setReadIdleTimeout(0)
                .setIdleTimeout(0)
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxInitialLineLength(settings.maxHeaderBytes())
                .setMaxChunkSize(64 * 1024)
                .setSslHandshakeTimeout(settings.headerTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        EdgeSettings.TlsFiles tls = settings.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificatePath())
                            .setKeyPath(tls.keyPath()));
        }
        HttpServer opened = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::requested)
                .invalidRequestHandler(this::malformed)
                .exceptionHandler(HttpEdge::connectionFailed);
        server = opened;
        return opened.listen().map(HttpServer::actualPort);
    }

    /// Says the kind of the failure alone: the decoder's messages quote what the client sent, keys included.
    private static void connectionFailed(Throwable failure) {
        log.debug("client connection failed: {}", failure.getClass().getSimpleName());
    }

    /// Stops accepting, lets answers under way finish for the grace, then cuts what is left.
    public Future<Void> shutdown(Duration grace) {
        return server == null ? Future.succeededFuture() : server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connected(HttpConnection connection) {
        int open = connections.incrementAndGet();
        connection.closeHandler(_ -> connections.decrementAndGet());
        if (open > settings.maxConnections()) {
            log.warn("client connection refused: {} are open (limits.client-connections)", settings.maxConnections());
            connection.close();
        } else if (connection instanceof ConnectionBase base) {
            base.channel()
                    .pipeline()
                    .addFirst(
                            "head-watch",
                            new HeadWatch(
                                    settings.headerTimeout().toNanos(),
                                    settings.idleTimeout().toNanos()));
        }
    }

    private void requested(HttpServerRequest request) {
        HeadWatch watch = headWatch(request);
        if (watch != null) {
            watch.headRead();
            request.response().endHandler(_ -> watch.answered());
        }
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        ClientExchange exchange = new ClientExchange(request, context, settings, ids.next());
        exchange.loop().run(() -> handler.handle(exchange));
    }

    private static @Nullable HeadWatch headWatch(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase base
                ? base.channel().pipeline().get(HeadWatch.class)
                : null;
    }

    /// A request that is not HTTP, or whose head is larger than the limit.
    private void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLarge = cause instanceof io.netty.handler.codec.http.TooLongHttpHeaderException
                || cause instanceof io.netty.handler.codec.http.TooLongHttpLineException;
        ApiError error = tooLarge
                ? ApiError.of(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are larger than this server takes.")
                : ApiError.of(ErrorCode.INVALID_HTTP, "This is not an HTTP/1.1 request that this server can read.");
        request.response()
                .setStatusCode(error.status())
                .putHeader(ClientExchange.REQUEST_ID, ids.next())
                .putHeader(HttpHeaders.CONTENT_TYPE, ClientExchange.JSON)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ClientExchange.buffer(error.toJson()))
                .onComplete(_ -> request.connection().close());
    }
}
