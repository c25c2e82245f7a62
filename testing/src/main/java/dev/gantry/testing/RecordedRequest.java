package dev.gantry.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request as it arrived at a {@link ScriptedUpstream}. Thread-safe.
public final class RecordedRequest {
    private final String method;
    private final String target;
    private final String version;
    private final List<Header> headers;
    private final byte[] body;
    private final int connection;
    private final long arrivalNanos;
    private final CompletableFuture<PeerExit> peerGone;

    RecordedRequest(
            RequestLine line,
            List<Header> headers,
            byte[] body,
            int connection,
            long arrivalNanos,
            CompletableFuture<PeerExit> peerGone) {
        this.method = line.method();
        this.target = line.target();
        this.version = line.version();
        this.headers = List.copyOf(headers);
        this.body = body;
        this.connection = connection;
        this.arrivalNanos = arrivalNanos;
        this.peerGone = peerGone;
    }

    public String method() {
        return method;
    }

    /// The request target up to the query: {@code /v1/chat/completions}.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// What follows the {@code ?} of the request target, not decoded; empty where there is none.
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /// {@code HTTP/1.1} or {@code HTTP/1.0}.
    public String version() {
        return version;
    }

    /// The header fields in the order of arrival.
    public List<Header> headers() {
        return headers;
    }

    /// The value of the first field with this name, compared without regard to case.
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.is(name))
                .map(Header::value)
                .findFirst();
    }

    /// A copy of the body, chunked coding removed.
    public byte[] body() {
        return body.clone();
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The body as a JSON object: values are {@link Map}, {@link List}, {@link String}, {@link java.math.BigDecimal},
    /// {@link Boolean} or null.
    ///
    /// @throws IllegalArgumentException where the body is no JSON object
    public Map<String, @Nullable Object> json() {
        return JsonTree.parseObject(bodyText());
    }

    /// Which connection, counted from 1, brought this request: two requests with one number shared it.
    public int connection() {
        return connection;
    }

    /// The reading of {@link System#nanoTime()} when the whole request was there.
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /// Completes when the peer closes or resets the connection, whether before, in or after the answer; is cancelled
    /// when the script or the fake ends the connection first. A peer that only says FIN counts as gone.
    public CompletableFuture<PeerExit> peerGone() {
        return peerGone;
    }

    /// Waits until the peer leaves.
    ///
    /// @throws AssertionError where it is still there after `deadline`
    public PeerExit awaitPeerGone(Duration deadline) throws InterruptedException {
        try {
            return peerGone.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("the peer of " + this + " is still connected after " + deadline, e);
        }
    }

    @Override
    public String toString() {
        return method + " " + target + " (connection " + connection + ")";
    }

    /// One header field. Immutable.
    public record Header(String name, String value) {
        boolean is(String otherName) {
            return name.equalsIgnoreCase(otherName);
        }
    }

    record RequestLine(String method, String target, String version) {}
}
