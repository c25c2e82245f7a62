package dev.gantry.server.relay;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.AnswerOutcome;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.EventLoop;
import dev.gantry.server.edge.PaddedJson;
import dev.gantry.server.upstream.UpstreamHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lane of an answer in one piece: gathered within bounds, normalised, sent. A client that would give up on
/// silence gets white space before the JSON. Confined to one request.
final class WholeAnswer implements AnswerLane {
    private final ChatRelay relay;
    private final AnswerContext answers;
    private final ClientExchange exchange;
    private final EventLoop loop;
    private final RelaySettings settings;
    private final long padAtNanos;
    private final AnswerClock clock;
    private @Nullable AttemptContext attempt;
    private final BoundedBytes body;
    private @Nullable PaddedJson padded;
    private @Nullable Usage usage;
    private List<String> finishReasons = List.of();
    private long lastWriteNanos;

    WholeAnswer(ChatRelay relay, AnswerContext answers, ClientExchange exchange, RelaySettings settings) {
        this.relay = relay;
        this.answers = answers;
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.settings = settings;
        this.clock = new AnswerClock(
                relay, exchange, settings.timeouts(), settings.timeouts().firstByte(), new ClientPatience());
        this.body = new BoundedBytes(settings.maxAnswerBytes());
        this.padAtNanos = PaddingRule.padAfter(exchange, settings.streaming().padding())
                .map(delay -> exchange.receivedNanos() + delay.toNanos())
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public boolean isStreamed() {
        return false;
    }

    @Override
    public String accept() {
        return "application/json";
    }

    @Override
    public void begin(AttemptContext next) {
        attempt = next;
        body.clear();
        clock.attemptBegins(next.startedNanos());
    }

    @Override
    public void head(UpstreamHead head) {
        if (head.isEventStream()) {
            relay.attemptFailed(AttemptFailure.Problem.violation("sent a stream in place of an answer in one piece"));
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        if (!body.append(bytes, from, to)) {
            relay.attemptFailed(AttemptFailure.Problem.violation(
                    "sent an answer larger than " + settings.maxAnswerBytes() + " bytes (limits.max-response)"));
            return;
        }
        if (!isBlank(bytes, from, to)) {
            clock.progress();
        }
    }

    /// Blank lines before the JSON keep a connection alive; they are no answer yet.
    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void end() {
        switch (attempt()
                .dialect()
                .answer(body.toByteArray(), answers.answerTerms(attempt().deployment()))) {
            case AnswerOutcome.Answered answered -> {
                relay.account().firstToken(loop.nanoTime());
                usage = answered.usageReported() ? answered.usage() : null;
                finishReasons = answered.finishReasons();
                clock.stop();
                send(answered.body());
                relay.answered(true);
            }
            case AnswerOutcome.Failed failed -> relay.attemptFailed(new AttemptFailure.Problem(failed.problem(), null));
        }
    }

    @Override
    public boolean isWholeWithoutEnd() {
        return false;
    }

    private void send(byte[] json) {
        if (padded != null) {
            padded.end(json);
        } else {
            answers.addHeaders(attempt);
            exchange.sendJson(200, json);
        }
    }

    @Override
    public boolean isCommitted() {
        return false;
    }

    @Override
    public boolean isHeadSent() {
        return padded != null;
    }

    @Override
    public void fail(ApiError error) {
        clock.stop();
        if (padded != null) {
            padded.fail(error);
        } else {
            exchange.sendError(error);
        }
    }

    @Override
    public void reportUsage() {
        clock.stop();
        relay.accountFor(usage, body.length(), finishReasons);
    }

    private AttemptContext attempt() {
        if (attempt == null) {
            throw new IllegalStateException("no attempt has begun");
        }
        return attempt;
    }

    private void pad(long now) {
        if (padded == null) {
            answers.addHeaders(null);
            padded = exchange.startPaddedJson();
        }
        padded.pad();
        lastWriteNanos = now;
    }

    private long padDue() {
        return padded == null
                ? padAtNanos
                : lastWriteNanos + settings.streaming().keepAlive().toNanos();
    }

    private final class ClientPatience implements AnswerClock.Patience {
        @Override
        public long due() {
            return padDue();
        }

        @Override
        public void keepWaiting(long now) {
            pad(now);
        }
    }
}
