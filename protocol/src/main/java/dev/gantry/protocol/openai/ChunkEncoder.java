package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.Annotated;
import dev.gantry.protocol.chat.ChatEvent.Finished;
import dev.gantry.protocol.chat.ChatEvent.LogprobsDelta;
import dev.gantry.protocol.chat.ChatEvent.ReasoningDelta;
import dev.gantry.protocol.chat.ChatEvent.ReasoningKept;
import dev.gantry.protocol.chat.ChatEvent.RefusalDelta;
import dev.gantry.protocol.chat.ChatEvent.Started;
import dev.gantry.protocol.chat.ChatEvent.TextDelta;
import dev.gantry.protocol.chat.ChatEvent.ToolArgumentsDelta;
import dev.gantry.protocol.chat.ChatEvent.ToolCallStarted;
import dev.gantry.protocol.chat.ChatEvent.UsageReported;
import dev.gantry.protocol.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the events of one answer as frames for the client. Nothing is written before an event has something to say
/// to the client: {@link Started} alone commits nobody. Confined to one thread.
final class ChunkEncoder {
    private final FrameWriter frames = new FrameWriter();
    private final ChunkEnvelope envelope;
    private final OwnChunks chunks;
    private final ChoiceEncoder[] choices;
    private @Nullable Usage usage;

    ChunkEncoder(StreamTerms terms) {
        this.envelope = new ChunkEnvelope(terms);
        this.chunks = new OwnChunks(envelope, frames);
        this.choices = new ChoiceEncoder[terms.choices()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new ChoiceEncoder(i, terms.fallbackId(), terms.maxEventBytes(), chunks);
        }
    }

    /// @throws UpstreamFailed where the event breaks the grammar
    void write(ChatEvent event) {
        switch (event) {
            case Started(String responseId) -> envelope.nameAnswer(responseId);
            case TextDelta(int choice, String text) -> open(choice, text).content(text);
            case RefusalDelta(int choice, String text) -> open(choice, text).refusal(text);
            case ReasoningDelta(int choice, String text) -> open(choice, text).reasoning(text);
            case ReasoningKept(int choice, var detail) -> find(choice).keep(detail);
            case ToolCallStarted call -> open(call.choice()).start(call);
            case ToolArgumentsDelta(int choice, int call, String fragment) ->
                open(choice, fragment).arguments(call, fragment);
            case LogprobsDelta(int choice, var logprobs) -> open(choice).logprobs(logprobs);
            case Annotated(int choice, var annotations) -> open(choice).annotations(annotations);
            case Finished(int choice, var reason) -> open(choice).finish(reason);
            case UsageReported(Usage counts) -> usage = counts;
        }
    }

    /// The end of a whole answer.
    ///
    /// @param counts what to say in the usage chunk; null for none
    void complete(@Nullable Usage counts) {
        if (counts != null) {
            chunks.usage(UsageObject.write(counts));
        }
        frames.appendDone();
    }

    boolean isFinished() {
        return findUnfinished().isEmpty();
    }

    /// A sign of life, as {@link AnswerStream#heartbeat} has it.
    byte[] heartbeat() {
        Optional<ChoiceEncoder> unfinished = findUnfinished();
        unfinished.ifPresent(ChoiceEncoder::beat);
        return frames.drainOrKeepAlive();
    }

    byte[] drain() {
        return frames.drain();
    }

    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /// The last report; empty where there was none.
    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    long outputBytes() {
        long bytes = 0;
        for (ChoiceEncoder choice : choices) {
            bytes += choice.outputBytes();
        }
        return bytes;
    }

    List<String> finishReasons() {
        List<String> reasons = new ArrayList<>(choices.length);
        for (ChoiceEncoder choice : choices) {
            choice.finishReason().ifPresent(reasons::add);
        }
        return List.copyOf(reasons);
    }

    private Optional<ChoiceEncoder> findUnfinished() {
        for (ChoiceEncoder choice : choices) {
            if (!choice.isFinished()) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    private ChoiceEncoder open(int index, String text) {
        return text.isEmpty() ? find(index) : open(index);
    }

    /// The choice, its role sent, and that of those before it: the OpenAI Python client wants them in order.
    private ChoiceEncoder open(int index) {
        ChoiceEncoder choice = find(index);
        for (int i = 0; i <= index; i++) {
            choices[i].begin();
        }
        return choice;
    }

    private ChoiceEncoder find(int index) {
        if (index < 0 || index >= choices.length) {
            throw UpstreamFailed.violation("sent a choice that nobody asked for");
        }
        if (choices[index].isFinished()) {
            throw UpstreamFailed.violation("went on after it had finished");
        }
        return choices[index];
    }
}
