package dev.gantry.server.metering;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Counters and histograms in Prometheus' form. Labels are the catalog's model ids, provider names, statuses and
/// error codes: never a key, so their number is bounded by the configuration. Thread-safe.
public final class GatewayMetrics {
    private static final Duration[] FIRST_TOKEN_BUCKETS =
            millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);
    private static final Duration[] TOTAL_BUCKETS =
            millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000);

    private record Requests(String model, String provider, int status, String error) {}

    private record Tokens(String model, String provider, String type) {}

    private record Deployment(String model, String provider) {}

    private record UpstreamErrors(String provider, String kind) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Requests, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Tokens, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<UpstreamErrors, Counter> upstreamErrors = new ConcurrentHashMap<>();
    private final Map<Deployment, Timer> firstToken = new ConcurrentHashMap<>();
    private final Map<Deployment, Timer> total = new ConcurrentHashMap<>();
    private final AtomicInteger streamsInFlight = new AtomicInteger();
    private final Counter clientsGone;

    public GatewayMetrics() {
        gauge("gantry.streams.in.flight", "Streamed requests that are under way", streamsInFlight::get);
        clientsGone = Counter.builder("gantry.clients.gone")
                .description("Requests whose client hung up before its answer was complete")
                .register(registry);
    }

    /// Exposes a count that another part keeps and that only grows.
    public void counter(String name, String description, Supplier<Number> count) {
        FunctionCounter.builder(name, count, source -> source.get().doubleValue())
                .description(description)
                .register(registry);
    }

    /// Exposes a value that another part keeps.
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    public void streamStarted() {
        streamsInFlight.incrementAndGet();
    }

    public void streamEnded() {
        streamsInFlight.decrementAndGet();
    }

    void settled(RequestRecord request, long endedNanos) {
        String model = request.model().isEmpty() ? "none" : request.model();
        String provider = request.provider().isEmpty() ? "none" : request.provider();
        requests.computeIfAbsent(
                        new Requests(model, provider, request.status(), errorOf(request)), this::requestCounter)
                .increment();
        if (request.isClientGone()) {
            clientsGone.increment();
        }
        Deployment deployment = new Deployment(model, provider);
        total.computeIfAbsent(
                        deployment,
                        key -> timer(
                                "gantry.request.duration",
                                "From receiving a request to the end of its answer",
                                key,
                                TOTAL_BUCKETS))
                .record(endedNanos - request.receivedNanos(), TimeUnit.NANOSECONDS);
        if (request.firstTokenNanos() != 0) {
            firstToken
                    .computeIfAbsent(
                            deployment,
                            key -> timer(
                                    "gantry.time.to.first.token",
                                    "From receiving a request to its first content, reasoning or tool call",
                                    key,
                                    FIRST_TOKEN_BUCKETS))
                    .record(request.firstTokenNanos() - request.receivedNanos(), TimeUnit.NANOSECONDS);
        }
        countTokens(model, provider, request.usage());
        for (Attempt attempt : request.attempts()) {
            if (attempt.isUpstreamFailure()) {
                upstreamErrors
                        .computeIfAbsent(
                                new UpstreamErrors(attempt.provider(), attempt.outcome()), this::upstreamErrorCounter)
                        .increment();
            }
        }
    }

    private static String errorOf(RequestRecord request) {
        ErrorCode error = request.error();
        return error == null ? "none" : error.code();
    }

    private void countTokens(String model, String provider, Usage usage) {
        count(model, provider, "input", usage.inputTokens());
        count(model, provider, "cached_input", usage.cachedInputTokens());
        count(model, provider, "cache_write", usage.cacheWriteTokens());
        count(model, provider, "output", usage.outputTokens());
        count(model, provider, "reasoning", usage.reasoningTokens());
    }

    private void count(String model, String provider, String type, long amount) {
        if (amount > 0) {
            tokens.computeIfAbsent(new Tokens(model, provider, type), this::tokenCounter)
                    .increment((double) amount);
        }
    }

    private Counter requestCounter(Requests key) {
        return Counter.builder("gantry.requests")
                .description("Requests that ended, by the status that the client saw, 0 when it hung up before any, and"
                        + " by the error that it was told, under a status of 200 in the answer's body")
                .tags(
                        "model",
                        key.model(),
                        "provider",
                        key.provider(),
                        "status",
                        Integer.toString(key.status()),
                        "error",
                        key.error())
                .register(registry);
    }

    private Counter tokenCounter(Tokens key) {
        return Counter.builder("gantry.tokens")
                .description("Tokens by type; cached and cache-write are inside input, reasoning is inside output")
                .tags("model", key.model(), "provider", key.provider(), "type", key.type())
                .register(registry);
    }

    private Counter upstreamErrorCounter(UpstreamErrors key) {
        return Counter.builder("gantry.upstream.errors")
                .description("Attempts at an upstream that gave no answer, by kind")
                .tags("provider", key.provider(), "kind", key.kind())
                .register(registry);
    }

    private Timer timer(String name, String description, Deployment key, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags("model", key.model(), "provider", key.provider())
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /// The exposition in Prometheus' text format. Costs milliseconds: not for an event loop.
    public String scrape() {
        return registry.scrape();
    }

    private static Duration[] millis(long... values) {
        Duration[] buckets = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            buckets[i] = Duration.ofMillis(values[i]);
        }
        return buckets;
    }
}
