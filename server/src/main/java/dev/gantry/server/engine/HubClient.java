package dev.gantry.server.engine;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// Speaks HTTP with the hub: follows its redirects to other hosts without showing them the token. Confined to one
/// thread at a time.
final class HubClient implements AutoCloseable {
    private static final int MAX_REDIRECTS = 6;
    private static final long POLL_MILLIS = 200;
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/.*");

    private final HubEndpoint hub;
    private final Duration stallTimeout;
    private final HttpClient http;

    HubClient(HubEndpoint hub, ProxySelector proxies, Duration stallTimeout) {
        this.hub = hub;
        this.stallTimeout = stallTimeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(15))
                .proxy(proxies)
                .build();
    }

    /// Asks for size and checksum of a file.
    ///
    /// @throws ProvisioningException when the hub refuses it for good
    /// @throws IOException when asking again may help
    HubFile describe(URI file) throws IOException, InterruptedException, ProvisioningException {
        Optional<String> checksum = Optional.empty();
        Optional<Long> size = Optional.empty();
        URI next = file;
        for (int hop = 0; hop < MAX_REDIRECTS; hop++) {
            HttpRequest request = request(next)
                    .timeout(HEAD_TIMEOUT)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            boolean redirected = isRedirect(response.statusCode());
            if (checksum.isEmpty()) {
                checksum = checksumIn(response);
                size = response.headers().firstValue("x-linked-size").map(Long::valueOf);
            }
            if (redirected && (checksum.isEmpty() || size.isEmpty())) {
                next = redirectTarget(next, response);
                continue;
            }
            if (!redirected) {
                requireSuccess(next, response.statusCode());
            }
            long bytes = size.orElse(
                    response.headers().firstValueAsLong("content-length").orElse(-1));
            return new HubFile(requireSize(next, bytes), checksum.orElse(null));
        }
        throw new ProvisioningException(hub.base() + " redirects in a circle.");
    }

    /// Downloads into a file, from an offset on where the server can, else from the beginning.
    ///
    /// @param part receives the bytes; holds `offset` bytes already
    /// @param written told how many bytes it holds, about five times a second
    /// @throws IOException when the connection failed or stalled; what was received is in the file
    void download(URI file, Path part, long offset, LongConsumer written)
            throws IOException, InterruptedException, ProvisioningException {
        URI next = file;
        for (int hop = 0; hop < MAX_REDIRECTS; hop++) {
            HttpRequest.Builder request = request(next);
            if (offset > 0) {
                request.header("Range", "bytes=" + offset + "-");
            }
            HttpResponse<Void> response = receive(request.build(), part, offset, written);
            if (!isRedirect(response.statusCode())) {
                requireSuccess(next, response.statusCode());
                return;
            }
            next = redirectTarget(next, response);
        }
        throw new ProvisioningException(hub.base() + " redirects in a circle.");
    }

    private HttpResponse<Void> receive(HttpRequest request, Path part, long offset, LongConsumer written)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, intoFile(part, offset));
        StallWatch stall = new StallWatch(stallTimeout, sizeOf(part), System.nanoTime());
        try {
            while (true) {
                try {
                    return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    long bytes = sizeOf(part);
                    written.accept(bytes);
                    if (stall.stalled(bytes, System.nanoTime())) {
                        throw new IOException("no progress for " + stallTimeout.toSeconds() + " s", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static BodyHandler<Void> intoFile(Path part, long offset) {
        return info -> {
            boolean resumed = info.statusCode() == 206 && startsAt(offset, info);
            if (resumed) {
                return BodySubscribers.mapping(
                        BodySubscribers.ofFile(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND), _ -> null);
            }
            if (info.statusCode() == 200) {
                return BodySubscribers.mapping(
                        BodySubscribers.ofFile(
                                part,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        _ -> null);
            }
            return BodySubscribers.discarding();
        };
    }

    private static boolean startsAt(long offset, HttpResponse.ResponseInfo info) {
        return info.headers()
                .firstValue("content-range")
                .map(CONTENT_RANGE::matcher)
                .filter(matcher -> matcher.matches() && Long.parseLong(matcher.group(1)) == offset)
                .isPresent();
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "gantry");
        if (hub.token() != null && hub.owns(uri)) {
            request.header("Authorization", "Bearer " + hub.token());
        }
        return request;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private URI redirectTarget(URI from, HttpResponse<?> response) throws ProvisioningException {
        URI target = from.resolve(response.headers().firstValue("location").orElse(""));
        boolean downgraded = "https".equals(from.getScheme()) && !"https".equals(target.getScheme());
        if (target.getHost() == null || downgraded) {
            throw new ProvisioningException(from.getHost() + " redirects to an address that is not https.");
        }
        return target;
    }

    private void requireSuccess(URI uri, int status) throws IOException, ProvisioningException {
        switch (status) {
            case 200, 206 -> {}
            case 401, 403 ->
                throw new ProvisioningException(
                        uri.getHost() + " refuses the model (HTTP " + status + "): " + refusalHint() + ".");
            case 404 -> throw new ProvisioningException(uri.getHost() + " has no such file: " + uri.getPath() + ".");
            default -> throw new IOException(uri.getHost() + " answered HTTP " + status);
        }
    }

    private String refusalHint() {
        return hub.token() == null
                ? "it does not exist, or its terms must be accepted on its page and HF_TOKEN set"
                : "HF_TOKEN is not valid for it, or its terms must be accepted on its page first";
    }

    private static Optional<String> checksumIn(HttpResponse<?> response) {
        return response.headers()
                .firstValue("x-linked-etag")
                .or(() -> response.headers().firstValue("etag"))
                .map(etag -> etag.replace("\"", ""))
                .filter(etag -> SHA256.matcher(etag).matches());
    }

    private long requireSize(URI uri, long bytes) throws ProvisioningException {
        if (bytes <= 0) {
            throw new ProvisioningException(uri.getHost() + " does not say how large the file is.");
        }
        return bytes;
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
