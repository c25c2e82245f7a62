package dev.gantry.server.relay;

import dev.gantry.server.config.Settings;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.edge.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The clocks of one answer under way, on one timer: how long the request may take, how long the upstream may be
/// silent, and when the client needs a sign of life. Confined to one request.
final class AnswerClock {
    /// What keeps the client of an answer.
    interface Patience {
        /// When the client next needs a sign of life, on the monotonic clock; {@link Long#MAX_VALUE} for never.
        long due();

        /// Gives it one; it is due.
        void keepWaiting(long now);
    }

    private final ChatRelay relay;
    private final EventLoop loop;
    private final long receivedNanos;
    private final Settings.Timeouts timeouts;
    private final Duration firstSilence;
    private final Patience patience;
    private boolean began;
    private boolean paused;
    private boolean stopped;
    private long lastProgressNanos;
    private EventLoop.@Nullable Timer timer;

    /// @param firstSilence how long the upstream may be silent before its answer begins
    AnswerClock(
            ChatRelay relay,
            ClientExchange exchange,
            Settings.Timeouts timeouts,
            Duration firstSilence,
            Patience patience) {
        this.relay = relay;
        this.loop = exchange.loop();
        this.receivedNanos = exchange.receivedNanos();
        this.timeouts = timeouts;
        this.firstSilence = firstSilence;
        this.patience = patience;
    }

    void attemptBegins(long startedNanos) {
        began = false;
        paused = false;
        lastProgressNanos = startedNanos;
        watch();
    }

    /// The upstream's answer went on just now.
    void progress() {
        began = true;
        lastProgressNanos = loop.nanoTime();
    }

    /// When the answer last went on, or the attempt began.
    long lastProgressNanos() {
        return lastProgressNanos;
    }

    /// The client does not read: nothing is expected of the upstream, and nothing can be told to the client.
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        lastProgressNanos = loop.nanoTime();
        watch();
    }

    boolean isPaused() {
        return paused;
    }

    /// The answer is over.
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /// Looks at all clocks, acts on those that are due, and sleeps until the next one. A clock that nothing can be
    /// done about now does not wake anybody: whoever ends that state calls this.
    private void watch() {
        if (timer != null) {
            timer.cancel();
        }
        if (stopped) {
            return;
        }
        long now = loop.nanoTime();
        if (relay.isWaitingForUpstream() && giveUpOn(now) && (stopped || relay.isWaitingForUpstream())) {
            return;
        }
        if (!paused && now >= patience.due()) {
            patience.keepWaiting(now);
        }
        timer = loop.schedule(Duration.ofNanos(Math.max(1_000_000, nextDue() - now)), this::watch);
    }

    /// Ends an attempt that takes too long; another one that follows at once has looked at the clocks itself.
    private boolean giveUpOn(long now) {
        if (now >= totalDue()) {
            relay.attemptFailed(new AttemptFailure.TimedOut(AttemptFailure.Phase.TOTAL, timeouts.total()));
            return true;
        }
        if (!paused && now >= silenceDue()) {
            AttemptFailure.Phase phase = began ? AttemptFailure.Phase.GAP : AttemptFailure.Phase.FIRST_EVENT;
            relay.attemptFailed(new AttemptFailure.TimedOut(phase, silenceLimit()));
            return true;
        }
        return false;
    }

    private long nextDue() {
        long due = paused ? Long.MAX_VALUE : patience.due();
        if (relay.isWaitingForUpstream()) {
            due = Math.min(due, totalDue());
            due = paused ? due : Math.min(due, silenceDue());
        }
        return due;
    }

    private long totalDue() {
        return receivedNanos + timeouts.total().toNanos();
    }

    private long silenceDue() {
        return lastProgressNanos + silenceLimit().toNanos();
    }

    private Duration silenceLimit() {
        return began ? timeouts.eventGap() : firstSilence;
    }
}
