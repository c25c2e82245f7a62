package dev.gantry.protocol.chat;

import dev.gantry.protocol.json.RawJson;

/// What a provider's stream says, whatever its dialect. One {@link Started} comes first; no delta of a choice comes
/// after its {@link Finished}; arguments come only after the start of their call; usage is cumulative, the last one
/// counts, and may come after the last finish. Immutable.
public sealed interface ChatEvent {
    /// The provider accepted the request.
    ///
    /// @param responseId the provider's id of the answer
    record Started(String responseId) implements ChatEvent {}

    record TextDelta(int choice, String text) implements ChatEvent {}

    record RefusalDelta(int choice, String text) implements ChatEvent {}

    record ReasoningDelta(int choice, String text) implements ChatEvent {}

    /// A block of reasoning is complete and wants to be sent back in the next turn.
    record ReasoningKept(int choice, ReasoningDetail detail) implements ChatEvent {}

    /// @param index dense and increasing within the choice, from 0
    /// @param callId differs from those of the choice's other calls; empty where the provider gives none
    /// @param signature the provider's signature of this very call; empty for none
    record ToolCallStarted(int choice, int index, String callId, String name, String signature) implements ChatEvent {}

    /// @param fragment a piece of the arguments' JSON text; a placeholder (`{}`) never comes before the real ones
    record ToolArgumentsDelta(int choice, int index, String fragment) implements ChatEvent {}

    /// @param logprobs the wire's `logprobs` object
    record LogprobsDelta(int choice, RawJson logprobs) implements ChatEvent {}

    /// @param annotations the wire's `annotations` array
    record Annotated(int choice, RawJson annotations) implements ChatEvent {}

    record Finished(int choice, FinishReason reason) implements ChatEvent {}

    record UsageReported(Usage usage) implements ChatEvent {}

    /// Why a choice ended.
    enum FinishReason {
        STOP,
        LENGTH,
        TOOL_CALLS,
        CONTENT_FILTER
    }
}
