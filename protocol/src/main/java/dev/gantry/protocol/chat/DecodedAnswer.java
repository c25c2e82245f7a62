package dev.gantry.protocol.chat;

import java.util.List;

/// What a provider's whole answer says.
public sealed interface DecodedAnswer {
    /// @param events the answer as the stream of it would have been, in the grammar of {@link ChatEvent}; every text
    ///     may come in one piece
    record Answered(List<ChatEvent> events) implements DecodedAnswer {
        public Answered {
            events = List.copyOf(events);
        }
    }

    /// The provider failed, also under a status of success, or said something that is no answer.
    record Failed(UpstreamProblem problem) implements DecodedAnswer {}
}
