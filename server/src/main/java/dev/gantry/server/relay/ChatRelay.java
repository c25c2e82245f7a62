package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.EventLoop;
import dev.gantry.server.metering.Attempt;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.metering.UsageSource;
import dev.gantry.server.routing.Deployment;
import dev.gantry.server.routing.Routing;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One admitted request, from its route to its settled account: attempts at deployments, one after the other, until
/// one answers, the content commit forbids another, or none is left. A client that hangs up ends the attempt under
/// way in the same loop turn. Confined to one request.
final class ChatRelay {
    private static final Logger log = LoggerFactory.getLogger(ChatRelay.class);
    private static final Duration UPSTREAM_TAIL = Duration.ofSeconds(2);

    private final RelayServices services;
    private final ClientExchange exchange;
    private final ChatRequestView view;
    private final Routing.Route route;
    private final RequestRecord account;
    private final boolean strict;
    private final Consumer<ChatRelay> onSettled;
    private final AttemptPlan plan;
    private final AnswerContext answers;
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
        this.answers = new AnswerContext(exchange, view, route, account, settings.maxEventBytes());
        this.lane = view.stream()
                ? new StreamedAnswer(this, answers, exchange, settings)
                : new WholeAnswer(this, answers, exchange, settings);
    }

    void start() {
        exchange.onGone(this::clientGone);
        exchange.onBug(this::cut);
        if (view.stream()) {
            services.meter().metrics().streamStarted();
        }
        attempt(plan.first());
    }

    private void attempt(Deployment deployment) {
        if (over) {
            return;
        }
        DialectLane dialect = DialectLane.of(deployment);
        EncodedRequest encoded;
        try {
            encoded = dialect.encode(view, deployment);
        } catch (InvalidRequestException inexpressible) {
            failClient(inexpressible.error());
            return;
        }
        if (strict && !encoded.adjustments().isEmpty()) {
            refuseLoss(encoded.adjustments());
            return;
        }
        AttemptContext context =
                new AttemptContext(deployment, dialect, encoded, exchange.loop().nanoTime());
        RunningAttempt next = new RunningAttempt(context, lane, account, services, this::attemptFailed);
        running = next;
        lane.begin(context);
        if (running != next) {
            return;
        }
        deployment
                .endpoint()
                .ifPresentOrElse(
                        endpoint -> next.send(endpoint, exchange::failed),
                        () -> attemptFailed(new AttemptFailure.NotReady()));
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
        noteAttempt(failed.context(), failure.kind(), failure.status());
        log.info(
                "request {}: {} as {} failed: {}",
                exchange.requestId(),
                failed.context().deployment().providerName(),
                failed.context().deployment().upstreamModel(),
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
            done.ignore();
            noteAttempt(done.context(), Attempt.ANSWERED, 200);
            account.adjusted(Adjustment.texts(done.context().encoded().adjustments()));
            account.answeredBy(
                    done.context().deployment().providerName(),
                    done.context().deployment().upstreamModel());
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
            noteAttempt(cut.context(), Attempt.CLIENT_GONE, 0);
            account.answeredBy(
                    cut.context().deployment().providerName(),
                    cut.context().deployment().upstreamModel());
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
            noteAttempt(cut.context(), Attempt.CUT, 0);
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

    /// Takes the account of the answer: what the provider reported, else an estimate from sizes.
    void accountFor(@Nullable Usage reported, long outputBytes, List<String> finishReasons) {
        if (reported != null) {
            account.used(reported, UsageSource.REPORTED);
        } else if (account.hasReachedUpstream()) {
            account.used(answers.usageEstimate().of(outputBytes), UsageSource.ESTIMATED);
        }
        account.finishReasons(finishReasons);
    }
}
