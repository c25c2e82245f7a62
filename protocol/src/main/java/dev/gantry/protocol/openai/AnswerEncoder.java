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
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The translation lane of an answer that is not streamed: what a provider's answer says becomes one
/// `chat.completion`, the same that the chunks of its stream would add up to. For one answer.
public final class AnswerEncoder {
    private final AnswerTerms terms;
    private final List<ChoiceFold> choices = new ArrayList<>(1);
    private String id;
    private @Nullable Usage reported;

    private AnswerEncoder(AnswerTerms terms) {
        this.terms = terms;
        this.id = terms.fallbackId();
    }

    /// The answer as the client gets it.
    ///
    /// @param terms of which the `<think>` tags do not concern this lane
    public static AnswerOutcome encode(DecodedAnswer answer, AnswerTerms terms) {
        return switch (answer) {
            case DecodedAnswer.Answered(List<ChatEvent> events) -> encode(events, terms);
            case DecodedAnswer.Failed(var problem) -> new AnswerOutcome.Failed(problem);
        };
    }

    private static AnswerOutcome encode(List<ChatEvent> events, AnswerTerms terms) {
        AnswerEncoder encoder = new AnswerEncoder(terms);
        try {
            events.forEach(encoder::take);
            return encoder.finish();
        } catch (UpstreamFailed failure) {
            return new AnswerOutcome.Failed(failure.problem());
        }
    }

    private void take(ChatEvent event) {
        switch (event) {
            case Started(String responseId) -> id = responseId.isEmpty() ? id : responseId;
            case TextDelta(int choice, String text) -> open(choice).content(text);
            case RefusalDelta(int choice, String text) -> open(choice).refusal(text);
            case ReasoningDelta(int choice, String text) -> open(choice).reasoning(text);
            case ReasoningKept(int choice, var detail) -> open(choice).keep(detail);
            case ToolCallStarted call -> open(call.choice()).start(call);
            case ToolArgumentsDelta(int choice, int call, String fragment) ->
                open(choice).arguments(call, fragment);
            case LogprobsDelta(int choice, var logprobs) -> open(choice).logprobs(logprobs);
            case Annotated(int choice, var annotations) -> open(choice).annotations(annotations);
            case Finished(int choice, var reason) -> open(choice).finish(reason);
            case UsageReported(Usage usage) -> reported = usage;
        }
    }

    private ChoiceFold open(int index) {
        if (index < 0 || index >= StreamTerms.MAX_CHOICES) {
            throw UpstreamFailed.violation("answered with a choice that nobody asked for");
        }
        while (choices.size() <= index) {
            choices.add(new ChoiceFold(choices.size(), terms.fallbackId()));
        }
        ChoiceFold choice = choices.get(index);
        if (choice.isFinished()) {
            throw UpstreamFailed.violation("answered with a choice that goes on after its end");
        }
        return choice;
    }

    private AnswerOutcome finish() {
        if (choices.isEmpty()) {
            throw UpstreamFailed.violation("answered without any choice");
        }
        Usage usage = reported == null ? terms.estimate().of(outputBytes()) : reported;
        List<String> reasons =
                choices.stream().map(choice -> choice.requireFinish().word()).toList();
        return new AnswerOutcome.Answered(write(usage), usage, reported != null, reasons);
    }

    private long outputBytes() {
        return choices.stream().mapToLong(ChoiceFold::outputBytes).sum();
    }

    private byte[] write(Usage usage) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("id").value(id).name("object").value("chat.completion");
        json.name("created").value(terms.createdSeconds()).name("model").value(terms.model());
        json.name("choices").beginArray();
        choices.forEach(choice -> choice.writeTo(json));
        json.endArray().name("usage").value(usageOf(usage));
        return json.endObject().toByteArray();
    }

    private static RawJson usageOf(Usage usage) {
        byte[] object = UsageObject.write(usage);
        return RawJson.copyOf(object, 0, object.length);
    }
}
