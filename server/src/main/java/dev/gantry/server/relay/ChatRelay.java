package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.AnswerTerms;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.StreamTerms;
import dev.gantry.protocol.openai.UpstreamErrorReader;
import dev.gantry.protocol.openai.UsageEstimate;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.EventLoop;
import dev.gantry.server.metering.Attempt;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.metering.UsageSource;
import dev.gantry.server.routing.Deployment;
import dev.gantry.server.routing.Endpoint;
import dev.gantry.server.routing.Routing;
import dev.gantry.server.upstream.TransportFailure;
import dev.gantry.server.upstream.UpstreamCall;
import dev.gantry.server.upstream.UpstreamHead;
import dev.gantry.server.upstream.UpstreamListener;
import dev.gantry.server.upstream.UpstreamRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One admitted request, from its route to its settled account: attempts at deployments, one after the other, until
/// one answers, the content commit forbids another, or none is left. A client that hangs up ends the attempt under
/// way in the same loop turn. Confined to one request.
final class ChatRelay {
    private static final Logger log = LoggerFactory.getLogger(ChatRelay.class);
    private static final int MAX_ERROR_BODY_BYTES = 64 * 1024;
    private static final Duration UPSTREAM_TAIL = Duration.ofSeconds(2);

    private final RelayServices services;
    private final ClientExchange exchange;
    private final ChatRequestView view;
    private final Routing.Route route;
    private final RequestRecord account;
    private final boolean strict;
    private final Consumer<ChatRelay> onSettled;
    private final AttemptPlan plan;
    private final AnswerLane lane;
    private @Nullable RunningAttempt running;
    private EventLoop.@Nullable Timer retryTimer;
    private boolean over;

    ChatRelay(
            RelayServices services,
            ClientExchange exchange,
            ChatRequestView view,
            Routing.Route route,
            RequestRecord account,
            boolean strict,
            Consumer<ChatRelay> onSettled) {
        this.onSettled = onSettled;
        this.services = services;
        this.exchange = exchange;
        this.view = view;
        this.route = route;
        this.account = account;
        this.strict = strict;
        RelaySettings settings = services.settings();
        this.plan = new AttemptPlan(route.deployments(), settings.maxAttempts(), settings.maxRetryDelay());
        this.lane = view.stream()
                ? new StreamedAnswer(this, exchange, settings)
                : new WholeAnswer(this, exchange, settings);
    }

    void start() {
        exchange.onGone(this::clientGone);
        if (view.stream()) {
            services.meter().metrics().streamStarted();
        }
        attempt(plan.first());
    }

    private void attempt(Deployment deployment) {
        if (over) {
            return;
        }
        EncodedRequest encoded = services.encoder().encode(view, RequestTargets.of(deployment));
        if (strict && !encoded.adjustments().isEmpty()) {
            refuseLoss(encoded.adjustments());
            return;
        }
        AttemptContext context =
                new AttemptContext(deployment, encoded, exchange.loop().nanoTime());
        running = new RunningAttempt(context);
        lane.begin(context);
        Optional<Endpoint> endpoint = deployment.endpoint();
        if (endpoint.isEmpty()) {
            attemptFailed(new AttemptFailure.NotReady());
        } else {
            running.send(endpoint.get());
        }
    }

    private void refuseLoss(List<Adjustment> adjustments) {
        failClient(new ApiError(
                ErrorCode.UNSUPPORTED_PARAMETER,
                "With x-gantry-strict nothing may be lost, and the model "
                        + route.model().id() + " would need: " + Adjustment.header(adjustments) + ".",
                adjustments.getFirst().field()));
    }

    /// The attempt under way gave no answer: the next one follows, or the client is told.
    void attemptFailed(AttemptFailure failure) {
        RunningAttempt failed = running;
        if (over || failed == null) {
            return;
        }
        running = null;
        failed.stop();
        noteAttempt(failed.context, failure.kind(), failure.status());
        log.info(
                "request {}: {} as {} failed: {}",
                exchange.requestId(),
                failed.context.deployment().providerName(),
                failed.context.deployment().upstreamModel(),
                failure.detail());
        AttemptPlan.Step step = lane.isCommitted()
                ? new AttemptPlan.Step.GiveUp()
                : plan.after(failure, services.random().nextDouble());
        switch (step) {
            case AttemptPlan.Step.Try(Deployment next, Duration delay) when delay.isZero() -> attempt(next);
            case AttemptPlan.Step.Try(Deployment next, Duration delay) ->
                retryTimer = exchange.loop().schedule(delay, () -> attempt(next));
            case AttemptPlan.Step.GiveUp _ -> giveUp(failure);
        }
    }

    private void giveUp(AttemptFailure failure) {
        if (!lane.isHeadSent() && failure instanceof AttemptFailure.Problem(UpstreamProblem problem, Duration delay)) {
            switch (problem.kind()) {
                case RATE_LIMITED -> exchange.addHeader("x-gantry-limited-by", "upstream");
                case CREDENTIAL_REJECTED, NO_CREDIT -> exchange.addHeader("x-should-retry", "false");
                default -> {}
            }
            if (delay != null) {
                exchange.addHeader("retry-after", Long.toString(Math.max(1, delay.toSeconds())));
            }
        }
        failClient(failure.toApiError(route.model().id()));
    }

    private void failClient(ApiError error) {
        account.failed(lane.isHeadSent() ? 200 : error.status(), error.code());
        lane.reportUsage();
        lane.fail(error);
        settle();
    }

    /// The client has its whole answer.
    ///
    /// @param upstreamEnded whether the upstream's body is complete too; if not, its end is awaited for a moment,
    ///     so that the connection can be used again
    void answered(boolean upstreamEnded) {
        RunningAttempt done = running;
        running = null;
        if (done != null) {
            noteAttempt(done.context, "answered", 200);
            account.answeredBy(
                    done.context.deployment().providerName(),
                    done.context.deployment().upstreamModel());
            if (!upstreamEnded) {
                var _ = exchange.loop().schedule(UPSTREAM_TAIL, done::stop);
            }
        }
        lane.reportUsage();
        settle();
    }

    private void clientGone() {
        if (over) {
            return;
        }
        RunningAttempt cut = running;
        running = null;
        if (cut != null) {
            cut.stop();
            noteAttempt(cut.context, "client_gone", 0);
            account.answeredBy(
                    cut.context.deployment().providerName(),
                    cut.context.deployment().upstreamModel());
        }
        account.clientGone(lane.isHeadSent() ? 200 : 0);
        lane.reportUsage();
        settle();
    }

    private void settle() {
        over = true;
        if (retryTimer != null) {
            retryTimer.cancel();
        }
        if (view.stream()) {
            services.meter().metrics().streamEnded();
        }
        services.meter().settle(account, exchange.loop().nanoTime());
        onSettled.accept(this);
    }

    /// Ends the request with this failure, whatever it is waiting for.
    void cut(ApiError reason) {
        if (over) {
            return;
        }
        RunningAttempt cut = running;
        running = null;
        if (cut != null) {
            cut.stop();
            noteAttempt(cut.context, "cut", 0);
        }
        failClient(reason);
    }

    private void noteAttempt(AttemptContext context, String outcome, int status) {
        long millis = (exchange.loop().nanoTime() - context.startedNanos()) / 1_000_000;
        account.attempted(new Attempt(
                context.deployment().providerName(), context.deployment().upstreamModel(), outcome, status, millis));
    }

    RequestRecord account() {
        return account;
    }

    boolean isWaitingForUpstream() {
        return running != null;
    }

    void pauseUpstream() {
        if (running != null) {
            running.pause();
        }
    }

    void resumeUpstream() {
        if (running != null) {
            running.resume();
        }
    }

    /// Adds what is known of the answer to its head; of an attempt that may still fail, nothing is known.
    void addAnswerHeaders(@Nullable AttemptContext answering) {
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

    StreamTerms streamTerms() {
        CatalogModel.Traits traits = route.model().traits();
        return new StreamTerms(
                route.model().id(),
                view.includeUsage(),
                view.choices(),
                traits.startsInThinking(),
                traits.splitsThinkTags(),
                fallbackId(),
                account.receivedAt().getEpochSecond(),
                services.settings().maxEventBytes());
    }

    AnswerTerms answerTerms() {
        CatalogModel.Traits traits = route.model().traits();
        return new AnswerTerms(
                route.model().id(),
                traits.startsInThinking(),
                traits.splitsThinkTags(),
                fallbackId(),
                account.receivedAt().getEpochSecond(),
                usageEstimate());
    }

    /// What to tell a client of the usage where the provider reports none.
    UsageEstimate usageEstimate() {
        return outputBytes -> TokenEstimate.of(view.promptBytes(), outputBytes);
    }

    private String fallbackId() {
        return "chatcmpl-" + exchange.requestId().substring("req_".length());
    }

    /// Takes the account of the answer: what the provider reported, else an estimate from sizes.
    void accountFor(@Nullable Usage reported, long outputBytes, List<String> finishReasons) {
        if (reported != null) {
            account.used(reported, UsageSource.REPORTED);
        } else if (account.hasReachedUpstream()) {
            account.used(usageEstimate().of(outputBytes), UsageSource.ESTIMATED);
        }
        account.finishReasons(finishReasons);
    }

    /// One call to one endpoint; after {@link #stop()} it is heard no more.
    private final class RunningAttempt implements UpstreamListener {
        private final AttemptContext context;
        private final BoundedBytes errorBody = new BoundedBytes(MAX_ERROR_BODY_BYTES);
        private @Nullable UpstreamCall call;
        private @Nullable UpstreamHead errorHead;

        RunningAttempt(AttemptContext context) {
            this.context = context;
        }

        void send(Endpoint endpoint) {
            call = services.upstream()
                    .send(
                            new UpstreamRequest(
                                    endpoint,
                                    "/chat/completions",
                                    lane.accept(),
                                    services.via(),
                                    context.encoded().body()),
                            this);
        }

        void stop() {
            if (call != null) {
                if (call.wasSent() && errorHead == null) {
                    account.reachedUpstream();
                }
                call.cancel();
            }
        }

        void pause() {
            if (call != null) {
                call.pause();
            }
        }

        void resume() {
            if (call != null) {
                call.resume();
            }
        }

        private boolean isCurrent() {
            return running == this;
        }

        @Override
        public void head(UpstreamHead head) {
            if (!isCurrent()) {
                return;
            }
            if (head.status() == 200) {
                account.reachedUpstream();
                lane.head(head);
            } else {
                errorHead = head;
            }
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            if (!isCurrent()) {
                return;
            }
            if (errorHead == null) {
                lane.body(bytes, from, to);
            } else if (!errorBody.append(bytes, from, Math.min(to, from + MAX_ERROR_BODY_BYTES - errorBody.length()))) {
                end();
            }
        }

        @Override
        public void end() {
            if (!isCurrent()) {
                return;
            }
            if (errorHead == null) {
                lane.end();
            } else {
                attemptFailed(new AttemptFailure.Problem(
                        UpstreamErrorReader.read(errorHead.status(), errorBody.toByteArray()),
                        RetryAfter.parse(
                                errorHead.retryAfter(), services.clock().instant())));
            }
        }

        @Override
        public void failed(TransportFailure failure) {
            if (isCurrent()) {
                attemptFailed(new AttemptFailure.Transport(failure));
            }
        }
    }
}
