package dev.gantry.server.relay;

import dev.gantry.server.routing.Deployment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Which deployment of a route is tried next, and when: each in its order first; then, in the same order, those for
/// which a short wait may help. Confined to one request.
final class AttemptPlan {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 4;

    /// What to do after a failure.
    sealed interface Step {
        /// Try this deployment after the delay, which may be zero.
        record Try(Deployment deployment, Duration delay) implements Step {}

        /// Tell the client.
        record GiveUp() implements Step {}
    }

    private final Deque<Deployment> untried;
    private final Deque<Step.Try> again = new ArrayDeque<>();
    private final int deployments;
    private final int maxAttempts;
    private final Duration maxRetryDelay;
    private Deployment current;
    private int attempts = 1;

    AttemptPlan(List<Deployment> deployments, int maxAttempts, Duration maxRetryDelay) {
        this.untried = new ArrayDeque<>(deployments);
        this.deployments = deployments.size();
        this.maxAttempts = maxAttempts;
        this.maxRetryDelay = maxRetryDelay;
        this.current = untried.removeFirst();
    }

    Deployment first() {
        return current;
    }

    /// @param jitter of the backoff, 0 to 1
    Step after(AttemptFailure failure, double jitter) {
        if (!failure.mayRetry() || attempts >= maxAttempts) {
            return new Step.GiveUp();
        }
        planAgain(failure, jitter);
        Step.Try next = untried.isEmpty() ? again.poll() : new Step.Try(untried.removeFirst(), Duration.ZERO);
        if (next == null) {
            return new Step.GiveUp();
        }
        current = next.deployment();
        attempts++;
        return next;
    }

    /// Who asked to be left alone for longer than a request waits is not asked again, whatever becomes of the others.
    private void planAgain(AttemptFailure failure, double jitter) {
        Duration delay = backoff(failure, jitter);
        if (failure.mayPass() && delay.compareTo(maxRetryDelay) <= 0) {
            again.add(new Step.Try(current, delay));
        }
    }

    private Duration backoff(AttemptFailure failure, double jitter) {
        if (failure instanceof AttemptFailure.Problem problem && problem.retryAfter() != null) {
            return problem.retryAfter();
        }
        int round = Math.clamp(attempts - deployments, 0, MOST_DOUBLINGS);
        long millis = FIRST_BACKOFF.toMillis() << round;
        return Duration.ofMillis((long) (millis * (0.75 + 0.5 * jitter)));
    }
}
