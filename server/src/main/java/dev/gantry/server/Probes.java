package dev.gantry.server;

import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.metering.GatewayMetrics;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What operators and orchestrators ask: alive, ready, and the metrics. Thread-safe.
final class Probes {
    private static final byte[] ALIVE = ApiRoutes.utf8("{\"status\":\"ok\"}");

    private final BooleanSupplier storeIsUp;
    private final Supplier<String> engineState;
    private final GatewayMetrics metrics;

    /// @param engineState a JSON object
    Probes(BooleanSupplier storeIsUp, Supplier<String> engineState, GatewayMetrics metrics) {
        this.storeIsUp = storeIsUp;
        this.engineState = engineState;
        this.metrics = metrics;
    }

    void health(ClientExchange exchange) {
        exchange.sendJson(200, ALIVE);
    }

    /// Ready when listener, configuration and store are up; a request that comes here shows the first two. The engine
    /// is a field: hosted models are served without it.
    void ready(ClientExchange exchange) {
        boolean up = storeIsUp.getAsBoolean();
        String body =
                "{\"status\":\"" + (up ? "ready" : "store unavailable") + "\",\"engine\":" + engineState.get() + "}";
        exchange.sendJson(up ? 200 : 503, ApiRoutes.utf8(body));
    }

    void metrics(ClientExchange exchange) {
        exchange.answerFromThread("text/plain; version=0.0.4; charset=utf-8", () -> ApiRoutes.utf8(metrics.scrape()));
    }
}
