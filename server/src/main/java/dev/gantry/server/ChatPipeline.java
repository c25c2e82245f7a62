package dev.gantry.server;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;
import dev.gantry.protocol.openai.RequestLimits;
import dev.gantry.server.auth.ApiKeyAuthenticator;
import dev.gantry.server.auth.Authentication;
import dev.gantry.server.auth.Principal;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.metering.Meter;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.relay.ChatRelays;
import dev.gantry.server.routing.Routing;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The way of a chat request, one method a step: loop check, authenticate, view, route, relay. Each step either hands
/// on to the next or answers the client. Confined to one event loop.
final class ChatPipeline {
    private final String via;
    private final ApiKeyAuthenticator authenticator;
    private final RequestLimits limits;
    private final Supplier<Models> models;
    private final ChatRelays relays;
    private final Meter meter;
    private final InstantSource clock;

    ChatPipeline(
            String via,
            ApiKeyAuthenticator authenticator,
            RequestLimits limits,
            Supplier<Models> models,
            ChatRelays relays,
            Meter meter,
            InstantSource clock) {
        this.via = via;
        this.authenticator = authenticator;
        this.limits = limits;
        this.models = models;
        this.relays = relays;
        this.meter = meter;
        this.clock = clock;
    }

    /// Takes a request whose head was read. A stranger makes us buffer nothing: who is calling is decided before the
    /// body is read.
    void accept(ClientExchange exchange) {
        if (isOurOwn(exchange)) {
            exchange.sendError(ApiError.of(
                    ErrorCode.LOOP_DETECTED,
                    "This request came from this very server: a provider's base-url points back at Gantry."));
            return;
        }
        switch (authenticator.authenticate(exchange.header("authorization"))) {
            case Authentication.Authenticated(Principal principal) -> read(exchange, principal);
            case Authentication.Refused refused -> exchange.sendError(refused.error());
        }
    }

    private boolean isOurOwn(ClientExchange exchange) {
        return exchange.header("via") != null
                && exchange.headers("via").stream().anyMatch(value -> value.contains(via));
    }

    private void read(ClientExchange exchange, Principal principal) {
        RequestRecord record =
                new RequestRecord(exchange.requestId(), principal.keyId(), clock.instant(), exchange.receivedNanos());
        exchange.readBody(body -> view(exchange, record, body), error -> refuse(exchange, record, error));
    }

    private void view(ClientExchange exchange, RequestRecord record, byte[] body) {
        ChatRequestView view;
        try {
            view = ChatRequestView.parse(body, limits);
        } catch (InvalidRequestException invalid) {
            refuse(exchange, record, invalid.error());
            return;
        }
        record.streamed(view.stream());
        route(exchange, record, view);
    }

    private void route(ClientExchange exchange, RequestRecord record, ChatRequestView view) {
        switch (models.get().router().route(view.model(), clock.instant())) {
            case Routing.Route route -> {
                record.routed(view.model(), route.model().id(), route.replaced());
                relay(exchange, record, view, route);
            }
            case Routing.Refused refused -> {
                record.routed(view.model(), "", null);
                refuse(exchange, record, refused.error());
            }
        }
    }

    private void relay(ClientExchange exchange, RequestRecord record, ChatRequestView view, Routing.Route route) {
        switch (ImageRule.rule(view, route, models.get(), clock.instant())) {
            case ImageRule.Ruling.Admitted(Routing.Route admitted) ->
                relays.relay(exchange, view, admitted, record, isStrict(exchange));
            case ImageRule.Ruling.Refused(ApiError error) -> refuse(exchange, record, error);
        }
    }

    private static boolean isStrict(ClientExchange exchange) {
        return "true".equalsIgnoreCase(exchange.header("x-gantry-strict"));
    }

    private void refuse(ClientExchange exchange, RequestRecord record, ApiError error) {
        record.failed(error.status(), error.code());
        exchange.sendError(error);
        meter.settle(record, exchange.loop().nanoTime());
    }
}
