package dev.gantry.server.relay;

import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.AnswerTerms;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.StreamTerms;
import dev.gantry.protocol.openai.UsageEstimate;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.routing.Deployment;
import dev.gantry.server.routing.Routing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every answer to one request has in common, whichever deployment gives it: the terms by which the protocol
/// brings it on the house wire, and the headers that say where it came from. Confined to one request.
final class AnswerContext {
    private final ClientExchange exchange;
    private final ChatRequestView view;
    private final Routing.Route route;
    private final RequestRecord account;
    private final int maxEventBytes;

    AnswerContext(
            ClientExchange exchange,
            ChatRequestView view,
            Routing.Route route,
            RequestRecord account,
            int maxEventBytes) {
        this.exchange = exchange;
        this.view = view;
        this.route = route;
        this.account = account;
        this.maxEventBytes = maxEventBytes;
    }

    StreamTerms streamTerms(Deployment deployment) {
        return new StreamTerms(
                route.model().id(),
                view.includeUsage(),
                view.choices(),
                deployment.startsInThinking(),
                route.model().traits().splitsThinkTags(),
                fallbackId(),
                account.receivedAt().getEpochSecond(),
                maxEventBytes);
    }

    AnswerTerms answerTerms(Deployment deployment) {
        return new AnswerTerms(
                route.model().id(),
                deployment.startsInThinking(),
                route.model().traits().splitsThinkTags(),
                fallbackId(),
                account.receivedAt().getEpochSecond(),
                usageEstimate());
    }

    private String fallbackId() {
        return "chatcmpl-" + exchange.requestId().substring("req_".length());
    }

    /// What to tell a client of the usage where the provider reports none.
    UsageEstimate usageEstimate() {
        return outputBytes -> TokenEstimate.of(view.promptBytes(), outputBytes);
    }

    /// Adds what is known of the answer to its head.
    ///
    /// @param answering null for an attempt that may still fail: nothing is known of it
    void addHeaders(@Nullable AttemptContext answering) {
        if (route.replaced() != null) {
            exchange.addHeader("x-gantry-replaced", route.replaced());
        }
        if (answering != null) {
            exchange.addHeader("x-gantry-provider", answering.deployment().providerName());
            exchange.addHeader("x-gantry-upstream-model", answering.deployment().upstreamModel());
            List<Adjustment> adjustments = answering.encoded().adjustments();
            if (!adjustments.isEmpty()) {
                exchange.addHeader("x-gantry-adjusted", Adjustment.header(adjustments));
            }
        }
    }
}
