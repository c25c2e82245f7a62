package dev.gantry.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;

/// Decides when an engine that has ended is started again: after 0.25 s, twice as long each time, at most 30 s; after
/// five ends within a minute only once a minute. One that has served for a minute starts the count anew. Confined to
/// one thread.
final class RestartPolicy {
    static final Duration FIRST_DELAY = Duration.ofMillis(250);
    static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    static final int MAX_ENDS = 5;
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final Duration BROKEN_RETRY = Duration.ofSeconds(60);
    static final Duration RAN_WELL = Duration.ofSeconds(60);

    private final ArrayDeque<Long> endsNanos = new ArrayDeque<>(MAX_ENDS);
    private int attempt;
    private boolean broken;

    /// To be told of each end.
    ///
    /// @param served how long it had answered; zero when it never did
    /// @param nowNanos a reading of a monotonic clock
    RestartDecision ended(Duration served, long nowNanos) {
        if (served.compareTo(RAN_WELL) >= 0) {
            attempt = 0;
            broken = false;
            endsNanos.clear();
        }
        endsNanos.addLast(nowNanos);
        while (nowNanos - endsNanos.getFirst() > WINDOW.toNanos()) {
            endsNanos.removeFirst();
        }
        attempt++;
        broken |= endsNanos.size() >= MAX_ENDS;
        return broken ? new RestartDecision.Break(BROKEN_RETRY) : new RestartDecision.Restart(delay(), attempt);
    }

    private Duration delay() {
        int doublings = Math.min(attempt - 1, 10);
        Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
