package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.gemini.GenerateContentResponse.Candidate;
import dev.gantry.protocol.gemini.GenerateContentResponse.FunctionCall;
import dev.gantry.protocol.gemini.GenerateContentResponse.Part;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes events of what one candidate says over the course of an answer. Its end is held until the answer ends: a
/// signature may come after the finish reason, and some models repeat `STOP` on every part. Confined to one thread.
final class CandidateEvents {
    /// The most calls of one candidate.
    private static final int MAX_CALLS = 1_024;

    private final int choice;
    private final Set<String> callIds = new HashSet<>();
    private int calls;
    private int details;
    private @Nullable String finishWord;

    CandidateEvents(int choice) {
        this.choice = choice;
    }

    /// @throws BrokenAnswer where the candidate failed
    void take(Candidate candidate, ChatEventSink sink) {
        for (Part part : candidate.parts()) {
            take(part, sink);
        }
        if (candidate.logprobs() != null) {
            sink.event(new ChatEvent.LogprobsDelta(choice, candidate.logprobs()));
        }
        if (candidate.annotations() != null) {
            sink.event(new ChatEvent.Annotated(choice, candidate.annotations()));
        }
        if (!FinishWord.isUnsaid(candidate.finishReason())) {
            finishWord = candidate.finishReason();
            requireReason(finishWord);
        }
    }

    /// Says that the provider's filter refused the prompt.
    void refuse(String text, ChatEventSink sink) {
        sink.event(new ChatEvent.RefusalDelta(choice, text));
        finishWord = "SAFETY";
    }

    /// @throws BrokenAnswer where the candidate has no end
    void finish(ChatEventSink sink) {
        if (finishWord == null) {
            throw new BrokenAnswer("ended the answer before it was complete");
        }
        sink.event(new ChatEvent.Finished(choice, requireReason(finishWord)));
    }

    private FinishReason requireReason(String word) {
        return FinishWord.reason(word, calls > 0);
    }

    private void take(Part part, ChatEventSink sink) {
        if (!part.text().isEmpty()) {
            sink.event(
                    part.thought()
                            ? new ChatEvent.ReasoningDelta(choice, part.text())
                            : new ChatEvent.TextDelta(choice, part.text()));
        }
        String callId = part.call() == null ? null : call(part.call(), part.signature(), sink);
        if (!part.signature().isEmpty()) {
            sink.event(new ChatEvent.ReasoningKept(choice, GeminiFormat.detail(part.signature(), details++, callId)));
        }
    }

    private String call(FunctionCall call, String signature, ChatEventSink sink) {
        if (call.name().isEmpty() || calls == MAX_CALLS) {
            throw new BrokenAnswer(call.name().isEmpty() ? "called a tool without a name" : "called too many tools");
        }
        int index = calls++;
        boolean usable = !call.id().isEmpty() && callIds.add(call.id());
        String id = usable ? call.id() : InventedCallId.of(choice, index);
        sink.event(new ChatEvent.ToolCallStarted(choice, index, id, call.name(), signature));
        sink.event(new ChatEvent.ToolArgumentsDelta(choice, index, call.arguments()));
        return id;
    }
}
