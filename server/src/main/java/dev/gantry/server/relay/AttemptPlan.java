package dev.gantry.server.relay;

import dev.gantry.server.routing.Deployment;
import java.time.Duration;
import java.util.List;

/// Which deployment of a route is tried next, and when: each in its order first; when none is left, the last failure
/// decides whether waiting may help. Confined to one request.
final class AttemptPlan {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

    /// What to do after a failure.
    sealed interface Step {
        /// Try this deployment after the delay, which may be zero.
        record Try(Deployment deployment, Duration delay) implements Step {}

        /// Tell the client.
        record GiveUp() implements Step {}
    }

    private final List<Deployment> deployments;
    private final int maxAttempts;
    private final Duration maxRetryDelay;
    private int attempts;

    AttemptPlan(List<Deployment> deployments, int maxAttempts, Duration maxRetryDelay) {
        this.deployments = deployments;
        this.maxAttempts = maxAttempts;
        this.maxRetryDelay = maxRetryDelay;
    }

    Deployment first() {
        attempts = 1;
        return deployments.getFirst();
    }

    /// @param jitter of the backoff, 0 to 1
    Step after(AttemptFailure failure, double jitter) {
        if (!failure.mayRetry() || attempts >= maxAttempts) {
            return new Step.GiveUp();
        }
        boolean untriedLeft = attempts < deployments.size();
        if (!untriedLeft && !failure.mayPass()) {
            return new Step.GiveUp();
        }
        Duration delay = untriedLeft ? Duration.ZERO : backoff(failure, jitter);
        if (delay.compareTo(maxRetryDelay) > 0) {
            return new Step.GiveUp();
        }
        Deployment next = deployments.get(attempts % deployments.size());
        attempts++;
        return new Step.Try(next, delay);
    }

    private Duration backoff(AttemptFailure failure, double jitter) {
        if (failure instanceof AttemptFailure.Problem problem && problem.retryAfter() != null) {
            return problem.retryAfter();
        }
        int round = attempts - deployments.size();
        long millis = FIRST_BACKOFF.toMillis() << Math.min(Math.max(round, 0), 4);
        return Duration.ofMillis((long) (millis * (0.75 + 0.5 * jitter)));
    }
}
