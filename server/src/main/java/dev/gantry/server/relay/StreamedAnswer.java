package dev.gantry.server.relay;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatStreamRelay;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.EventLoop;
import dev.gantry.server.edge.EventStream;
import dev.gantry.server.upstream.UpstreamHead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The lane of a streamed answer. All events of one upstream read leave in one write, in the same loop turn. Two
/// commit points: the head leaves with the first event or after a silence, the first data line forbids another
/// attempt. Confined to one request.
final class StreamedAnswer implements AnswerLane {
    private static final byte[] NO_FRAMES = new byte[0];

    private final ChatRelay relay;
    private final AnswerContext answers;
    private final ClientExchange exchange;
    private final EventLoop loop;
    private final RelaySettings settings;
    private @Nullable AttemptContext attempt;
    private @Nullable ChatStreamRelay frames;
    private @Nullable EventStream stream;
    private boolean committed;
    private boolean over;
    private boolean flushPending;
    private boolean upstreamEnded;
    private boolean upstreamPaused;
    private long eventsSeen;
    private long lastEventNanos;
    private long lastWriteNanos;
    private long lastDataLineNanos;
    private EventLoop.@Nullable Timer timer;

    StreamedAnswer(ChatRelay relay, AnswerContext answers, ClientExchange exchange, RelaySettings settings) {
        this.relay = relay;
        this.answers = answers;
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.settings = settings;
        this.lastWriteNanos = exchange.receivedNanos();
        this.lastDataLineNanos = exchange.receivedNanos();
    }

    @Override
    public String accept() {
        return "text/event-stream";
    }

    @Override
    public void begin(AttemptContext next) {
        attempt = next;
        frames = new ChatStreamRelay(answers.streamTerms(next.deployment()), answers.usageEstimate());
        upstreamEnded = false;
        upstreamPaused = false;
        eventsSeen = 0;
        lastEventNanos = next.startedNanos();
        if (timer == null) {
            watch();
        }
    }

    @Override
    public void head(UpstreamHead head) {
        if (!head.isEventStream()) {
            relay.attemptFailed(AttemptFailure.Problem.violation(
                    "sent an answer of type " + mediaType(head) + " in place of a stream"));
        }
    }

    private static String mediaType(UpstreamHead head) {
        return head.contentType().isEmpty() ? "unknown" : head.contentType();
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        frames().feed(bytes, from, to);
        flushLater();
    }

    @Override
    public void end() {
        upstreamEnded = true;
        frames().end();
        flushLater();
    }

    private void flushLater() {
        if (!flushPending) {
            flushPending = true;
            loop.defer(this::flush);
        }
    }

    private void flush() {
        flushPending = false;
        if (over || frames == null) {
            return;
        }
        noteEvents(frames);
        switch (frames.state()) {
            case OPEN -> write(frames.drain());
            case COMPLETE -> complete(frames.drain());
            case FAILED -> failAttempt(frames);
        }
    }

    private void noteEvents(ChatStreamRelay current) {
        long events = current.dataEvents();
        if (events > eventsSeen) {
            eventsSeen = events;
            lastEventNanos = loop.nanoTime();
            if (current.started()) {
                relay.account().firstToken(lastEventNanos);
            }
        }
    }

    private void write(byte[] data) {
        if (data.length == 0) {
            return;
        }
        EventStream out = requireStream();
        committed = true;
        out.write(data);
        lastWriteNanos = lastEventNanos;
        lastDataLineNanos = lastEventNanos;
        if (!out.isWritable() && !upstreamPaused) {
            upstreamPaused = true;
            relay.pauseUpstream();
        }
    }

    private void complete(byte[] lastFrames) {
        EventStream out = requireStream();
        committed = true;
        finish();
        out.end(lastFrames);
        relay.answered(upstreamEnded);
    }

    /// Frames that came before the failure in the same read have not left yet: as long as nothing has, another
    /// attempt may still answer in their place.
    private void failAttempt(ChatStreamRelay current) {
        if (committed) {
            write(current.drain());
        }
        relay.attemptFailed(new AttemptFailure.Problem(current.problem().orElseThrow(), null));
    }

    private EventStream requireStream() {
        EventStream open = stream;
        if (open == null) {
            answers.addHeaders(attempt);
            open = exchange.startEvents();
            open.onDrain(this::drained);
            stream = open;
        }
        return open;
    }

    private void drained() {
        if (upstreamPaused) {
            upstreamPaused = false;
            lastEventNanos = loop.nanoTime();
            relay.resumeUpstream();
        }
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public boolean isHeadSent() {
        return stream != null;
    }

    @Override
    public void fail(ApiError error) {
        finish();
        if (stream != null) {
            stream.fail(NO_FRAMES, error);
        } else {
            exchange.sendError(error);
        }
    }

    @Override
    public void reportUsage() {
        finish();
        if (frames != null) {
            relay.accountFor(
                    frames.usageReported() ? frames.usage() : null, frames.outputBytes(), frames.finishReasons());
        }
    }

    private void finish() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /// Looks at all clocks of the stream, acts on those that are due, and sleeps until the next one.
    private void watch() {
        if (over) {
            return;
        }
        long now = loop.nanoTime();
        if (relay.isWaitingForUpstream() && giveUpOn(now)) {
            return;
        }
        keepClientWaiting(now);
        timer = loop.schedule(Duration.ofNanos(Math.max(1_000_000, nextDue() - now)), this::watch);
    }

    private boolean giveUpOn(long now) {
        Duration limit = eventsSeen == 0
                ? settings.timeouts().firstEvent()
                : settings.timeouts().eventGap();
        if (now - exchange.receivedNanos() >= settings.timeouts().total().toNanos()) {
            relay.attemptFailed(new AttemptFailure.TimedOut(
                    AttemptFailure.Phase.TOTAL, settings.timeouts().total()));
            return over;
        }
        if (!upstreamPaused && now - lastEventNanos >= limit.toNanos()) {
            AttemptFailure.Phase phase = eventsSeen == 0 ? AttemptFailure.Phase.FIRST_EVENT : AttemptFailure.Phase.GAP;
            relay.attemptFailed(new AttemptFailure.TimedOut(phase, limit));
            return over;
        }
        return false;
    }

    private void keepClientWaiting(long now) {
        if (now >= dataHeartbeatDue() && frames != null && !upstreamPaused) {
            EventStream out = requireStream();
            committed = true;
            out.write(frames.heartbeat());
            lastDataLineNanos = now;
            lastWriteNanos = now;
        } else if (now >= commentDue() && !upstreamPaused) {
            requireStream().keepAlive();
            lastWriteNanos = now;
        }
    }

    private long nextDue() {
        long silence = eventsSeen == 0
                ? settings.timeouts().firstEvent().toNanos()
                : settings.timeouts().eventGap().toNanos();
        long due = Math.min(commentDue(), dataHeartbeatDue());
        due = Math.min(due, lastEventNanos + silence);
        return Math.min(
                due, exchange.receivedNanos() + settings.timeouts().total().toNanos());
    }

    private long commentDue() {
        Duration silence = stream == null
                ? settings.streaming().statusCommit()
                : settings.streaming().keepAlive();
        return lastWriteNanos + silence.toNanos();
    }

    private long dataHeartbeatDue() {
        return lastDataLineNanos + settings.streaming().dataHeartbeat().toNanos();
    }

    private ChatStreamRelay frames() {
        if (frames == null) {
            throw new IllegalStateException("no attempt has begun");
        }
        return frames;
    }
}
