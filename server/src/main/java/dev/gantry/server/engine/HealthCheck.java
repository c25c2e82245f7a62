package dev.gantry.server.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks an engine whether it can answer: `GET /health` is 200 once its model has loaded, 503 before. Thread-safe.
final class HealthCheck implements AutoCloseable {
    private final Duration timeout;
    private final HttpClient http;

    HealthCheck(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    boolean passes(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                .timeout(timeout)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
