package dev.gantry.server;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.auth.ApiKeyAuthenticator;
import dev.gantry.server.auth.Authentication;
import dev.gantry.server.auth.Principal;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.RequestHandler;
import dev.gantry.server.edge.RequestPath;
import dev.gantry.server.metering.ReceiptBook;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Every path that the server answers. Confined to one event loop.
final class ApiRoutes implements RequestHandler {
    private final ChatPipeline chat;
    private final ApiKeyAuthenticator authenticator;
    private final Supplier<Models> models;
    private final boolean publicModels;
    private final ReceiptBook receipts;
    private final Probes probes;

    ApiRoutes(
            ChatPipeline chat,
            ApiKeyAuthenticator authenticator,
            Supplier<Models> models,
            boolean publicModels,
            ReceiptBook receipts,
            Probes probes) {
        this.chat = chat;
        this.authenticator = authenticator;
        this.models = models;
        this.publicModels = publicModels;
        this.receipts = receipts;
        this.probes = probes;
    }

    @Override
    public void handle(ClientExchange exchange) {
        switch (RequestPath.parse(exchange.path())) {
            case RequestPath.ChatCompletions _ -> onMethod(exchange, "POST", chat::accept);
            case RequestPath.Models _ -> onMethod(exchange, "GET", this::listModels);
            case RequestPath.Model(String id) -> onMethod(exchange, "GET", to -> showModel(to, id));
            case RequestPath.Receipt(String id) -> onMethod(exchange, "GET", to -> showReceipt(to, id));
            case RequestPath.Health _ -> onMethod(exchange, "GET", probes::health);
            case RequestPath.Ready _ -> onMethod(exchange, "GET", probes::ready);
            case RequestPath.Metrics _ -> onMethod(exchange, "GET", probes::metrics);
            case RequestPath.Unknown _ -> notFound(exchange);
        }
    }

    private static void onMethod(ClientExchange exchange, String method, Consumer<ClientExchange> answer) {
        String used = exchange.method();
        if (used.equals(method) || (used.equals("HEAD") && method.equals("GET"))) {
            answer.accept(exchange);
        } else {
            exchange.addHeader("allow", method);
            exchange.sendError(
                    ApiError.of(ErrorCode.METHOD_NOT_ALLOWED, "This path takes " + method + ", not " + used + "."));
        }
    }

    private void listModels(ClientExchange exchange) {
        if (mayReadCatalog(exchange)) {
            exchange.sendJson(200, models.get().listDocument());
        }
    }

    private void showModel(ClientExchange exchange, String id) {
        if (mayReadCatalog(exchange)) {
            models.get()
                    .findDocument(id)
                    .ifPresentOrElse(
                            document -> exchange.sendJson(200, document),
                            () -> exchange.sendError(new ApiError(
                                    ErrorCode.MODEL_NOT_FOUND,
                                    "There is no model of this id. GET /v1/models lists those that there are.",
                                    "model")));
        }
    }

    /// The catalog is public unless a setting says otherwise; a wrong key is told so all the same.
    private boolean mayReadCatalog(ClientExchange exchange) {
        boolean anonymous = exchange.header("authorization") == null;
        return (anonymous && publicModels) || authenticate(exchange).isPresent();
    }

    private void showReceipt(ClientExchange exchange, String requestId) {
        authenticate(exchange)
                .ifPresent(principal -> receipts.find(requestId, principal.keyId())
                        .ifPresentOrElse(
                                receipt -> exchange.sendJson(200, receipt.toJson()),
                                () -> exchange.sendError(ApiError.of(
                                        ErrorCode.NOT_FOUND,
                                        "There is no receipt of this request: its answer has not ended, it was made"
                                                + " with another key, or it is too old."))));
    }

    private Optional<Principal> authenticate(ClientExchange exchange) {
        return switch (authenticator.authenticate(exchange.header("authorization"))) {
            case Authentication.Authenticated(Principal principal) -> Optional.of(principal);
            case Authentication.Refused refused -> {
                exchange.sendError(refused.error());
                yield Optional.empty();
            }
        };
    }

    private static void notFound(ClientExchange exchange) {
        exchange.sendError(ApiError.of(
                ErrorCode.NOT_FOUND,
                "Gantry has no such path. It serves POST /v1/chat/completions, GET /v1/models, GET /v1/models/{id} and"
                        + " GET /v1/requests/{id}; images, audio, embeddings and other APIs are not its subject."));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
