package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.gemini.GenerateContentResponse.Candidate;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes events of one answer, whether it comes in one response or in many. Confined to one thread.
final class AnswerEvents {
    /// Gemini gives at most 8.
    private static final int MAX_CANDIDATES = 128;

    private static final Pattern REASON = Pattern.compile("[A-Z_]{1,64}");

    private final SortedMap<Integer, CandidateEvents> candidates = new TreeMap<>();
    private boolean started;
    private @Nullable Usage lastUsage;

    /// Whether anything of an answer was there.
    boolean started() {
        return started;
    }

    /// @throws BrokenAnswer where the answer cannot become a whole one
    void take(GenerateContentResponse response, ChatEventSink sink) {
        if (!response.isPartOfAnswer()) {
            return;
        }
        if (!started) {
            started = true;
            sink.event(new ChatEvent.Started(response.responseId()));
        }
        report(response.usage(), sink);
        for (Candidate candidate : response.candidates()) {
            candidate(candidate.index()).take(candidate, sink);
        }
        if (candidates.isEmpty() && !response.blockReason().isEmpty()) {
            candidate(0).refuse(refusal(response.blockReason()), sink);
        }
    }

    /// The answer ended.
    ///
    /// @throws BrokenAnswer where it is not whole
    void end(ChatEventSink sink) {
        if (candidates.isEmpty() || candidates.lastKey() != candidates.size() - 1) {
            throw new BrokenAnswer("ended the answer before it was complete");
        }
        candidates.values().forEach(candidate -> candidate.finish(sink));
    }

    private CandidateEvents candidate(long index) {
        if (index < 0 || index >= MAX_CANDIDATES) {
            throw new BrokenAnswer("numbered a candidate " + index);
        }
        return candidates.computeIfAbsent((int) index, CandidateEvents::new);
    }

    private void report(@Nullable Usage usage, ChatEventSink sink) {
        if (usage != null && !usage.equals(lastUsage)) {
            lastUsage = usage;
            sink.event(new ChatEvent.UsageReported(usage));
        }
    }

    private static String refusal(String reason) {
        return REASON.matcher(reason).matches()
                ? "The provider's content filter refused the prompt (" + reason + ")."
                : "The provider's content filter refused the prompt.";
    }
}
