package dev.gantry.server.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A hub on two ports: the first knows the files and redirects, the second, which is another origin, has the bytes.
final class TestingHub implements AutoCloseable {
    /// How the storage answers one download.
    enum Behaviour {
        SEND,
        CUT_IN_THE_MIDDLE,
        IGNORE_RANGE,
        STALL_IN_THE_MIDDLE,
        DRIP,
        ANSWER_503
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer hub;
    private final HttpServer storage;
    private final byte[] content;
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();

    final List<String> hubAuthorizations = new CopyOnWriteArrayList<>();
    final List<String> storageAuthorizations = new CopyOnWriteArrayList<>();
    final List<String> ranges = new CopyOnWriteArrayList<>();
    volatile int hubStatus = 302;
    volatile @Nullable String checksum;

    TestingHub(byte[] content) throws IOException {
        this.content = content;
        this.checksum = Sha256.ofBytes(content);
        this.hub = server(this::answerAsHub);
        this.storage = server(this::answerAsStorage);
    }

    private HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    /// What the storage does with the next downloads; after these it sends.
    TestingHub script(Behaviour... behaviours) {
        script.addAll(Arrays.asList(behaviours));
        return this;
    }

    HubEndpoint endpoint(@Nullable String token) {
        return new HubEndpoint(address(hub), token);
    }

    Map<String, String> environment() {
        return Map.of("HF_ENDPOINT", address(hub).toString());
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answerAsHub(HttpExchange exchange) throws IOException {
        hubAuthorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (hubStatus != 302) {
            exchange.sendResponseHeaders(hubStatus, -1);
        } else if (exchange.getRequestURI().getPath().startsWith("/old/")) {
            exchange.getResponseHeaders().add("Location", "/new/repo/resolve/main/model.gguf");
            exchange.sendResponseHeaders(307, -1);
        } else {
            if (checksum != null) {
                exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + checksum + "\"");
            }
            exchange.getResponseHeaders().add("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders().add("Location", address(storage) + "/blob?signature=x");
            exchange.sendResponseHeaders(302, -1);
        }
        exchange.close();
    }

    private void answerAsStorage(HttpExchange exchange) throws IOException {
        storageAuthorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        Behaviour behaviour = script.isEmpty() ? Behaviour.SEND : script.remove();
        int from = range == null || behaviour == Behaviour.IGNORE_RANGE
                ? 0
                : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        try (exchange) {
            answer(exchange, behaviour, from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, Behaviour behaviour, int from) throws IOException, InterruptedException {
        if (behaviour == Behaviour.ANSWER_503) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        OutputStream body = exchange.getResponseBody();
        switch (behaviour) {
            case SEND, IGNORE_RANGE, ANSWER_503 -> body.write(content, from, content.length - from);
            case CUT_IN_THE_MIDDLE -> body.write(content, from, (content.length - from) / 2);
            case STALL_IN_THE_MIDDLE -> {
                body.write(content, from, (content.length - from) / 2);
                body.flush();
                closing.await();
            }
            case DRIP -> {
                for (int i = from; i < content.length && !closing.await(5, TimeUnit.MILLISECONDS); i++) {
                    body.write(content, i, 1);
                    body.flush();
                }
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
