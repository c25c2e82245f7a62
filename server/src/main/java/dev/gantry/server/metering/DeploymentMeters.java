package dev.gantry.server.metering;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// The meters of one model at one provider, found once and then at hand. Thread-safe.
final class DeploymentMeters {
    private static final Duration[] FIRST_TOKEN_BUCKETS =
            millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);
    private static final Duration[] TOTAL_BUCKETS =
            millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000);

    private record Outcome(int status, String error) {}

    private final MeterRegistry registry;
    private final String model;
    private final String provider;
    private final Timer total;
    private final Timer firstToken;
    private final Map<Outcome, Counter> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Counter> tokens = new ConcurrentHashMap<>();

    DeploymentMeters(MeterRegistry registry, String model, String provider) {
        this.registry = registry;
        this.model = model;
        this.provider = provider;
        this.total =
                timer("gantry.request.duration", "From receiving a request to the end of its answer", TOTAL_BUCKETS);
        this.firstToken = timer(
                "gantry.time.to.first.token",
                "From receiving a request to its first content, reasoning or tool call",
                FIRST_TOKEN_BUCKETS);
    }

    void settled(RequestRecord request, long endedNanos) {
        outcomes.computeIfAbsent(new Outcome(request.status(), errorOf(request)), this::outcomeCounter)
                .increment();
        total.record(endedNanos - request.receivedNanos(), TimeUnit.NANOSECONDS);
        if (request.firstTokenNanos() != 0) {
            firstToken.record(request.firstTokenNanos() - request.receivedNanos(), TimeUnit.NANOSECONDS);
        }
        Usage usage = request.usage();
        count("input", usage.inputTokens());
        count("cached_input", usage.cachedInputTokens());
        count("cache_write", usage.cacheWriteTokens());
        count("output", usage.outputTokens());
        count("reasoning", usage.reasoningTokens());
    }

    private static String errorOf(RequestRecord request) {
        ErrorCode error = request.error();
        return error == null ? "none" : error.code();
    }

    private void count(String type, long amount) {
        if (amount > 0) {
            tokens.computeIfAbsent(type, this::tokenCounter).increment((double) amount);
        }
    }

    private Counter outcomeCounter(Outcome outcome) {
        return Counter.builder("gantry.requests")
                .description("Requests that ended, by the status that the client saw, 0 when it hung up before any, and"
                        + " by the error that it was told, under a status of 200 in the answer's body")
                .tags("model", model, "provider", provider)
                .tags("status", Integer.toString(outcome.status()), "error", outcome.error())
                .register(registry);
    }

    private Counter tokenCounter(String type) {
        return Counter.builder("gantry.tokens")
                .description("Tokens by type; cached and cache-write are inside input, reasoning is inside output")
                .tags("model", model, "provider", provider, "type", type)
                .register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags("model", model, "provider", provider)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
