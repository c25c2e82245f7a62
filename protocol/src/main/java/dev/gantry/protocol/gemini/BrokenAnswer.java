package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.UpstreamProblem;

/// The answer at hand cannot become a whole one. Never leaves this package: the decoders turn it into their failure.
final class BrokenAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UpstreamProblem problem;

    /// @param what what the upstream did, as the end of a sentence about it
    BrokenAnswer(String what) {
        this(UpstreamProblem.protocolViolation(what));
    }

    BrokenAnswer(UpstreamProblem problem) {
        super(problem.clientMessage(), null, false, false);
        this.problem = problem;
    }

    UpstreamProblem problem() {
        return problem;
    }
}
