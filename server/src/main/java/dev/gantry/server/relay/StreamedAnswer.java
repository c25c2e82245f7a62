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
    private final AnswerClock clock;
    private @Nullable AttemptContext attempt;
    private @Nullable AnswerStream frames;
    private @Nullable EventStream stream;
    private boolean committed;
    private boolean flushPending;
    private boolean upstreamEnded;
    private long eventsSeen;
    private long lastWriteNanos;
    private long lastDataLineNanos;

    StreamedAnswer(ChatRelay relay, AnswerContext answers, ClientExchange exchange, RelaySettings settings) {
        this.relay = relay;
        this.answers = answers;
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.settings = settings;
        this.clock = new AnswerClock(
                relay, exchange, settings.timeouts(), settings.timeouts().firstEvent(), new ClientPatience());
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
        eventsSeen = 0;
        clock.attemptBegins(next.startedNanos());
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
        if (clock.isStopped() || frames == null || !relay.isWaitingForUpstream()) {
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
            clock.progress();
            if (current.started()) {
                relay.account().firstToken(clock.lastProgressNanos());
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
        lastWriteNanos = clock.lastProgressNanos();
        lastDataLineNanos = clock.lastProgressNanos();
        if (!out.isWritable() && !clock.isPaused()) {
            clock.pause();
            relay.pauseUpstream();
        }
    }

    private void complete(byte[] lastFrames) {
        EventStream out = requireStream(attempt);
        committed = true;
        clock.stop();
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
        if (clock.isPaused()) {
            relay.resumeUpstream();
            clock.resume();
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
        clock.stop();
        if (stream != null) {
            stream.fail(committed && frames != null ? frames.drain() : NO_FRAMES, error);
        } else {
            exchange.sendError(error);
        }
    }

    @Override
    public void reportUsage() {
        clock.stop();
        if (frames != null) {
            relay.accountFor(
                    frames.usageReported() ? frames.usage() : null, frames.outputBytes(), frames.finishReasons());
        }
    }

    private void keepClientWaiting(long now) {
        if (now >= dataHeartbeatDue()) {
            EventStream out = requireStream(attempt);
            committed = true;
            out.write(frames().heartbeat());
            lastDataLineNanos = now;
            lastWriteNanos = now;
        } else {
            requireStream(null).keepAlive();
            lastWriteNanos = now;
        }
    }

    private long clientDue() {
        return Math.min(commentDue(), dataHeartbeatDue());
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

    private final class ClientPatience implements AnswerClock.Patience {
        @Override
        public long due() {
            return clientDue();
        }

        @Override
        public void keepWaiting(long now) {
            keepClientWaiting(now);
        }
    }
}
