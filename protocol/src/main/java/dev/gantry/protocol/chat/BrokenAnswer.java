package dev.gantry.protocol.chat;

/// The answer at hand cannot become a whole one. Never leaves a dialect's package: its decoders turn it into their
/// failure.
public final class BrokenAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UpstreamProblem problem;

    /// @param what what the upstream did, as the end of a sentence about it
    public BrokenAnswer(String what) {
        this(UpstreamProblem.protocolViolation(what));
    }

    public BrokenAnswer(UpstreamProblem problem) {
        super(problem.clientMessage(), null, false, false);
        this.problem = problem;
    }

    public UpstreamProblem problem() {
        return problem;
    }
}
