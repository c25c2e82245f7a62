package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.upstream.TransportFailure;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why an attempt at a deployment gave no complete answer.
sealed interface AttemptFailure {
    /// The upstream said what was wrong, or said something that is no answer.
    ///
    /// @param retryAfter how long it asked to be left alone, if it did
    record Problem(UpstreamProblem problem, @Nullable Duration retryAfter) implements AttemptFailure {
        static Problem violation(String what) {
            return new Problem(UpstreamProblem.protocolViolation(what), null);
        }
    }

    /// The connection failed.
    ///
    /// @param answerBegan whether the upstream had accepted the request: it has generated, and will be paid
    record Transport(TransportFailure failure, boolean answerBegan) implements AttemptFailure {}

    /// The upstream was silent for too long.
    record TimedOut(Phase phase, Duration limit) implements AttemptFailure {}

    /// The deployment has no endpoint yet: the embedded engine is starting, or is broken.
    record NotReady() implements AttemptFailure {}

    /// Where in an answer the upstream fell silent.
    enum Phase {
        FIRST_EVENT,
        GAP,
        TOTAL
    }

    /// A short name for receipts and metrics.
    default String kind() {
        return switch (this) {
            case Problem(UpstreamProblem problem, Duration _) ->
                problem.kind().name().toLowerCase(Locale.ROOT);
            case Transport(TransportFailure.ConnectFailed _, boolean _) -> "connect_failed";
            case Transport(TransportFailure.PoolExhausted _, boolean _) -> "pool_exhausted";
            case Transport(TransportFailure.Interrupted _, boolean _) -> "interrupted";
            case Transport(TransportFailure.Malformed _, boolean _) -> "protocol_violation";
            case TimedOut _ -> "timeout";
            case NotReady _ -> "not_ready";
        };
    }

    /// What the upstream answered as HTTP status; 0 for none.
    default int status() {
        return this instanceof Problem(UpstreamProblem problem, Duration _) ? problem.upstreamStatus() : 0;
    }

    /// Whether another attempt, here or elsewhere, may fare better.
    default boolean mayRetry() {
        return switch (this) {
            case Problem(UpstreamProblem problem, Duration _) ->
                switch (problem.kind()) {
                    case INVALID_REQUEST, CONTEXT_TOO_LONG, CONTENT_FILTERED -> false;
                    case CREDENTIAL_REJECTED,
                            NO_CREDIT,
                            MODEL_NOT_FOUND,
                            RATE_LIMITED,
                            OVERLOADED,
                            SERVER_ERROR,
                            PROTOCOL_VIOLATION -> true;
                };
            case Transport _, NotReady _ -> true;
            case TimedOut(Phase phase, Duration _) -> phase != Phase.TOTAL;
        };
    }

    /// Whether the same deployment is worth another try a moment later: only where it has not begun to generate,
    /// because each try of a begun answer is paid again, and clients retry by themselves.
    default boolean mayPass() {
        return switch (this) {
            case Problem(UpstreamProblem problem, Duration _) ->
                switch (problem.kind()) {
                    case RATE_LIMITED, OVERLOADED, SERVER_ERROR -> true;
                    case INVALID_REQUEST,
                            CONTEXT_TOO_LONG,
                            CONTENT_FILTERED,
                            CREDENTIAL_REJECTED,
                            NO_CREDIT,
                            MODEL_NOT_FOUND,
                            PROTOCOL_VIOLATION -> false;
                };
            case Transport(TransportFailure _, boolean answerBegan) -> !answerBegan;
            case NotReady _ -> true;
            case TimedOut _ -> false;
        };
    }

    /// What the client is told when no attempt is left.
    default ApiError toApiError(String model) {
        return switch (this) {
            case Problem(UpstreamProblem problem, Duration _) -> ApiError.of(problem);
            case Transport(TransportFailure.ConnectFailed _, boolean _) ->
                ApiError.of(
                        ErrorCode.NO_HEALTHY_UPSTREAM,
                        "No provider of " + model + " could be reached. Try again in a moment.");
            case Transport(TransportFailure.PoolExhausted _, boolean _) ->
                ApiError.of(
                        ErrorCode.NO_HEALTHY_UPSTREAM,
                        "All connections to the providers of " + model + " are busy. Try again in a moment.");
            case Transport(TransportFailure.Interrupted _, boolean _) ->
                ApiError.of(
                        ErrorCode.UPSTREAM_ERROR,
                        "The provider of " + model + " closed the connection before its answer was complete.");
            case Transport(TransportFailure.Malformed _, boolean _) ->
                ApiError.of(ErrorCode.UPSTREAM_ERROR, "The provider of " + model + " sent an answer that is not HTTP.");
            case TimedOut(Phase phase, Duration limit) ->
                ApiError.of(
                        ErrorCode.UPSTREAM_TIMEOUT,
                        switch (phase) {
                            case FIRST_EVENT ->
                                "The provider of " + model + " gave no answer within " + limit.toSeconds() + " s.";
                            case GAP ->
                                "The provider of " + model + " fell silent for " + limit.toSeconds()
                                        + " s in the middle of its answer.";
                            case TOTAL -> "The answer was not complete within " + limit.toSeconds() + " s.";
                        });
            case NotReady _ ->
                ApiError.of(
                        ErrorCode.NO_HEALTHY_UPSTREAM,
                        "The local engine that serves " + model
                                + " is not ready. Try again in a moment; /readyz says how it is.");
        };
    }

    /// What the log is told: it may name hosts, it never holds content or keys.
    default String detail() {
        return switch (this) {
            case Problem(UpstreamProblem problem, Duration _) ->
                "status " + problem.upstreamStatus() + ", " + problem.kind() + ": " + problem.clientMessage();
            case Transport(TransportFailure failure, boolean _) -> failure.detail();
            case TimedOut(Phase phase, Duration limit) -> phase + " after " + limit;
            case NotReady _ -> "no endpoint";
        };
    }
}
