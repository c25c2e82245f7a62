package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import java.util.List;

/// What came of an answer that is not streamed.
public sealed interface AnswerOutcome {
    /// An answer as the client gets it.
    ///
    /// @param body the JSON of the answer
    /// @param usage the upstream's count, or the estimate
    /// @param usageReported whether it is the upstream's count
    /// @param finishReasons by choice
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Answered(byte[] body, Usage usage, boolean usageReported, List<String> finishReasons)
            implements AnswerOutcome {
        public Answered {
            finishReasons = List.copyOf(finishReasons);
        }
    }

    /// The upstream said, under a status of success, that it failed; or it said something that is no answer.
    record Failed(UpstreamProblem problem) implements AnswerOutcome {}
}
