package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
/// The answer at hand cannot become a whole one. Never leaves this package: the relay and the answer turn it
/// into their failure.

final class UpstreamFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UpstreamProblem problem;

    UpstreamFailed(UpstreamProblem problem) {
        super(problem.clientMessage(), null, false, false);
        this.problem = problem;
    }

    /// @param what what the upstream did, as the end of a sentence about it
    static UpstreamFailed violation(String what) {
        return new UpstreamFailed(UpstreamProblem.protocolViolation(what));
    }

    UpstreamProblem problem() {
        return problem;
    }
}
