package dev.gantry.server.metering;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Counters and histograms in Prometheus' form. Labels are the catalog's model ids, provider names, statuses and
/// error codes: never a key, so their number is bounded by the configuration. Thread-safe.
public final class GatewayMetrics {
    private static final String NONE = "none";

    private record Deployment(String model, String provider) {}

    private record UpstreamErrors(String provider, String kind) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Deployment, DeploymentMeters> deployments = new ConcurrentHashMap<>();
    private final Map<UpstreamErrors, Counter> upstreamErrors = new ConcurrentHashMap<>();
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
        deployments
                .computeIfAbsent(
                        new Deployment(orNone(request.model()), orNone(request.provider())),
                        key -> new DeploymentMeters(registry, key.model(), key.provider()))
                .settled(request, endedNanos);
        if (request.isClientGone()) {
            clientsGone.increment();
        }
        for (Attempt attempt : request.attempts()) {
            if (attempt.isUpstreamFailure()) {
                upstreamErrors
                        .computeIfAbsent(
                                new UpstreamErrors(attempt.provider(), attempt.outcome()), this::upstreamErrorCounter)
                        .increment();
            }
        }
    }

    private static String orNone(String name) {
        return name.isEmpty() ? NONE : name;
    }

    private Counter upstreamErrorCounter(UpstreamErrors key) {
        return Counter.builder("gantry.upstream.errors")
                .description("Attempts at an upstream that gave no answer, by kind")
                .tags("provider", key.provider(), "kind", key.kind())
                .register(registry);
    }

    /// The exposition in Prometheus' text format. Costs milliseconds: not for an event loop.
    public String scrape() {
        return registry.scrape();
    }
}
