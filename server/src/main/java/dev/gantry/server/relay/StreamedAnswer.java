package dev.gantry.server.relay;

import dev.gantry.protocol.openai.AnswerStream;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.StreamState;
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
    private @Nullable AnswerStream frames;
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
    public boolean isStreamed() {
        return true;
    }

    @Override
    public String accept() {
        return "text/event-stream";
    }

    @Override
    public void begin(AttemptContext next) {
        attempt = next;
        frames = next.dialect().stream(answers.streamTerms(next.deployment()), answers.usageEstimate());
        upstreamEnded = false;
        upstreamPaused = false;
        eventsSeen = 0;
        lastEventNanos = next.startedNanos();
        watch();
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

    @Override
    public boolean isWholeWithoutEnd() {
        frames().end();
        if (frames().state() != StreamState.COMPLETE) {
            return false;
        }
        upstreamEnded = true;
        flushLater();
        return true;
    }

    private void flushLater() {
        if (!flushPending) {
            flushPending = true;
            loop.defer(this::flush);
        }
    }

    private void flush() {
        flushPending = false;
        if (over || frames == null || !relay.isWaitingForUpstream()) {
            return;
        }
        noteEvents(frames);
        switch (frames.state()) {
            case OPEN -> write(frames.drain());
            case COMPLETE -> complete(frames.drain());
            case FAILED -> failAttempt(frames);
        }
    }

    private void noteEvents(AnswerStream current) {
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
        EventStream out = requireStream(attempt);
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
        EventStream out = requireStream(attempt);
        committed = true;
        finish();
        out.end(lastFrames);
        relay.answered(upstreamEnded);
    }

    private void failAttempt(AnswerStream current) {
        relay.attemptFailed(new AttemptFailure.Problem(current.problem().orElseThrow(), null));
    }

    /// @param answering the attempt that the client gets to see; null while it may still fail without a trace
    private EventStream requireStream(@Nullable AttemptContext answering) {
        EventStream open = stream;
        if (open == null) {
            answers.addHeaders(answering);
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
            watch();
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

    /// Frames that came together with the failure have not left yet: a client that has seen content gets them first;
    /// for another one nothing of them happened.
    @Override
    public void fail(ApiError error) {
        finish();
        if (stream != null) {
            stream.fail(committed && frames != null ? frames.drain() : NO_FRAMES, error);
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

    /// Looks at all clocks of the stream, acts on those that are due, and sleeps until the next one. A clock that
    /// nothing can be done about now does not wake anybody: whoever ends that state calls this.
    private void watch() {
        if (timer != null) {
            timer.cancel();
        }
        if (over) {
            return;
        }
        long now = loop.nanoTime();
        if (relay.isWaitingForUpstream() && giveUpOn(now) && (over || relay.isWaitingForUpstream())) {
            return;
        }
        if (!upstreamPaused) {
            keepClientWaiting(now);
        }
        timer = loop.schedule(Duration.ofNanos(Math.max(1_000_000, nextDue() - now)), this::watch);
    }

    /// Ends an attempt that takes too long; another one that follows at once has looked at the clocks itself.
    private boolean giveUpOn(long now) {
        if (now >= totalDue()) {
            relay.attemptFailed(new AttemptFailure.TimedOut(
                    AttemptFailure.Phase.TOTAL, settings.timeouts().total()));
            return true;
        }
        if (!upstreamPaused && now >= silenceDue()) {
            AttemptFailure.Phase phase = eventsSeen == 0 ? AttemptFailure.Phase.FIRST_EVENT : AttemptFailure.Phase.GAP;
            relay.attemptFailed(new AttemptFailure.TimedOut(phase, silenceLimit()));
            return true;
        }
        return false;
    }

    private void keepClientWaiting(long now) {
        if (now >= dataHeartbeatDue()) {
            EventStream out = requireStream(attempt);
            committed = true;
            out.write(frames().heartbeat());
            lastDataLineNanos = now;
            lastWriteNanos = now;
        } else if (now >= commentDue()) {
            requireStream(null).keepAlive();
            lastWriteNanos = now;
        }
    }

    private long nextDue() {
        long due = relay.isWaitingForUpstream() ? totalDue() : Long.MAX_VALUE;
        if (!upstreamPaused) {
            due = Math.min(due, Math.min(commentDue(), dataHeartbeatDue()));
            due = relay.isWaitingForUpstream() ? Math.min(due, silenceDue()) : due;
        }
        return due;
    }

    private long totalDue() {
        return exchange.receivedNanos() + settings.timeouts().total().toNanos();
    }

    private long silenceDue() {
        return lastEventNanos + silenceLimit().toNanos();
    }

    private Duration silenceLimit() {
        return eventsSeen == 0
                ? settings.timeouts().firstEvent()
                : settings.timeouts().eventGap();
    }

    private long commentDue() {
        Duration silence = stream == null
                ? settings.streaming().statusCommit()
                : settings.streaming().keepAlive();
        return lastWriteNanos + silence.toNanos();
    }

    /// A data line forbids another attempt, so there is none while one is about to begin.
    private long dataHeartbeatDue() {
        return relay.isWaitingForUpstream()
                ? lastDataLineNanos + settings.streaming().dataHeartbeat().toNanos()
                : Long.MAX_VALUE;
    }

    private AnswerStream frames() {
        if (frames == null) {
            throw new IllegalStateException("no attempt has begun");
        }
        return frames;
    }
}
