package dev.gantry.server.upstream;

import dev.gantry.server.config.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP/1.1 client of one event loop, with pooled keep-alive connections. It asks for answers without
/// compression, so that a stream is never held back, and follows no redirects. Confined to its event loop.
public final class UpstreamClient {
    private static final Logger log = LoggerFactory.getLogger(UpstreamClient.class);
    private static final CharSequence ACCEPT_IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("gantry/0.1");
    private static final CharSequence VIA = HttpHeaders.createOptimized("via");
    private static final int MAX_REMEMBERED_ORIGINS = 1024;

    private record Origin(String host, int port, boolean tls, String basePath) {
        static Origin of(URI url) {
            boolean tls = "https".equalsIgnoreCase(url.getScheme());
            int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
            String host = Objects.requireNonNull(url.getHost(), () -> "no host in " + url);
            return new Origin(host, port, tls, url.getRawPath() == null ? "" : url.getRawPath());
        }
    }

    private final HttpClient client;
    private final UpstreamSettings settings;
    private final Map<URI, Origin> origins = new HashMap<>();

    /// @param eventLoops how many clients share {@link UpstreamSettings#maxConnections()}
    public UpstreamClient(Vertx vertx, UpstreamSettings settings, int eventLoops) {
        this.settings = settings;
        int connections = Math.max(1, Math.ceilDiv(settings.maxConnections(), eventLoops));
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setSslHandshakeTimeout(Math.max(1, settings.connectTimeout().toSeconds()))
                .setKeepAliveTimeout((int) settings.keepAlive().toSeconds())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setTcpNoDelay(true)
                .setVerifyHost(true);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections * 16);
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(UpstreamClient::watch)
                .build();
    }

    /// A connection that breaks is told to the request on it, and is no event for the log when there is none.
    private static void watch(HttpConnection connection) {
        connection.exceptionHandler(cause -> log.debug(
                "connection to an upstream failed: {}", cause.getClass().getSimpleName()));
    }

    /// Sends a request; the listener hears the rest, never before this method returns.
    public UpstreamCall send(UpstreamRequest request, UpstreamListener listener) {
        Origin origin = origin(request.endpoint().baseUrl());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(origin.host())
                .setPort(origin.port())
                .setSsl(origin.tls())
                .setURI(origin.basePath() + request.path())
                .setFollowRedirects(false)
                .setConnectTimeout(settings.poolWait().toMillis());
        Call call = new Call(request, listener);
        client.request(options).onComplete(call::connected);
        return call;
    }

    private Origin origin(URI baseUrl) {
        Origin origin = origins.get(baseUrl);
        if (origin == null) {
            if (origins.size() >= MAX_REMEMBERED_ORIGINS) {
                origins.clear();
            }
            origin = Origin.of(baseUrl);
            origins.put(baseUrl, origin);
        }
        return origin;
    }

    private static final class Call implements UpstreamCall {
        private final UpstreamRequest request;
        private final UpstreamListener listener;
        private @Nullable HttpClientRequest sent;
        private @Nullable HttpClientResponse answer;
        private boolean over;

        Call(UpstreamRequest request, UpstreamListener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void cancel() {
            if (over) {
                return;
            }
            over = true;
            if (sent != null) {
                sent.reset();
            }
        }

        @Override
        public boolean wasSent() {
            return sent != null;
        }

        @Override
        public void pause() {
            if (answer != null) {
                answer.pause();
            }
        }

        @Override
        public void resume() {
            if (answer != null) {
                answer.resume();
            }
        }

        private void connected(AsyncResult<HttpClientRequest> connection) {
            if (connection.failed()) {
                fail(FailureCauses.whileConnecting(connection.cause()));
                return;
            }
            HttpClientRequest outgoing = connection.result();
            outgoing.exceptionHandler(cause -> fail(FailureCauses.afterSending(cause)));
            if (over) {
                outgoing.reset();
                return;
            }
            sent = outgoing;
            outgoing.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
            outgoing.putHeader(HttpHeaders.ACCEPT, request.accept());
            outgoing.putHeader(HttpHeaders.ACCEPT_ENCODING, ACCEPT_IDENTITY);
            outgoing.putHeader(HttpHeaders.USER_AGENT, USER_AGENT);
            outgoing.putHeader(VIA, request.via());
            request.headers().forEach(outgoing::putHeader);
            Secret credential = request.endpoint().authValue();
            if (credential != null) {
                outgoing.putHeader(request.endpoint().authHeader(), credential.value());
            }
            outgoing.response().onComplete(this::answered);
            outgoing.end(BufferInternal.buffer(Unpooled.wrappedBuffer(request.body())));
        }

        private void answered(AsyncResult<HttpClientResponse> head) {
            if (over) {
                return;
            }
            if (head.failed()) {
                fail(FailureCauses.afterSending(head.cause()));
                return;
            }
            HttpClientResponse response = head.result();
            answer = response;
            response.handler(this::body);
            response.endHandler(_ -> end());
            response.exceptionHandler(cause -> fail(FailureCauses.afterSending(cause)));
            String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                HttpClientRequest outgoing = response.request();
                fail(new TransportFailure.Malformed("answer in content-encoding " + encoding + ", identity was asked"));
                outgoing.reset();
                return;
            }
            String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
            listener.head(new UpstreamHead(
                    response.statusCode(),
                    type == null ? "" : type,
                    response.getHeader("retry-after"),
                    response.getHeader("x-request-id")));
        }

        private void body(Buffer buffer) {
            if (over) {
                return;
            }
            ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
            if (bytes.hasArray()) {
                int from = bytes.arrayOffset() + bytes.readerIndex();
                listener.body(bytes.array(), from, from + bytes.readableBytes());
            } else {
                byte[] copy = buffer.getBytes();
                listener.body(copy, 0, copy.length);
            }
        }

        private void end() {
            if (!over) {
                over = true;
                listener.end();
            }
        }

        private void fail(TransportFailure failure) {
            if (!over) {
                over = true;
                listener.failed(failure);
            }
        }
    }
}
