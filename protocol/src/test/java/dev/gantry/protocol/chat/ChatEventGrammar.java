package dev.gantry.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sink for tests that keeps what a decoder says and fails the test where it breaks the grammar of
/// {@link ChatEvent}.
public final class ChatEventGrammar implements ChatEventSink {
    private static final class Choice {
        final Set<String> callIds = new HashSet<>();
        final List<StringBuilder> arguments = new ArrayList<>();
        int nextDetail;
        boolean finished;
    }

    private final List<ChatEvent> events = new ArrayList<>();
    private final Map<Integer, Choice> choices = new HashMap<>();
    private boolean completed;
    private @Nullable UpstreamProblem problem;

    /// Checks a whole answer.
    public static void check(List<ChatEvent> answer) {
        ChatEventGrammar grammar = new ChatEventGrammar();
        answer.forEach(grammar::event);
        grammar.requireWhole();
    }

    /// What a decoder makes of a whole body.
    public static ChatEventGrammar decode(EventDecoder decoder, byte[] body) {
        return decode(decoder, body, Math.max(1, body.length));
    }

    /// What a decoder makes of a body that comes in pieces.
    public static ChatEventGrammar decode(EventDecoder decoder, byte[] body, int pieceSize) {
        ChatEventGrammar grammar = new ChatEventGrammar();
        for (int at = 0; at < body.length; at += pieceSize) {
            decoder.feed(body, at, Math.min(at + pieceSize, body.length), grammar);
        }
        decoder.end(grammar);
        return grammar;
    }

    /// All events so far.
    public List<ChatEvent> events() {
        return List.copyOf(events);
    }

    public boolean isCompleted() {
        return completed;
    }

    public @Nullable UpstreamProblem problem() {
        return problem;
    }

    /// Fails unless every choice that was begun is finished, and there is at least one, and nothing failed.
    public void requireWhole() {
        assertThat(problem).isNull();
        assertThat(choices).isNotEmpty();
        for (int i = 0; i < choices.size(); i++) {
            assertThat(choices).describedAs("choices are dense").containsKey(i);
        }
        assertThat(choices.values()).describedAs("every choice is finished").allMatch(choice -> choice.finished);
    }

    @Override
    public void event(ChatEvent event) {
        assertThat(problem).describedAs("nothing follows a failure: %s", event).isNull();
        assertThat(completed).describedAs("nothing follows the end: %s", event).isFalse();
        if (event instanceof Started) {
            assertThat(events).describedAs("Started comes first and once").isEmpty();
        } else {
            assertThat(events).describedAs("Started comes before %s", event).isNotEmpty();
        }
        events.add(event);
        check(event);
    }

    @Override
    public void completed() {
        assertThat(problem).describedAs("no end after a failure").isNull();
        assertThat(completed).describedAs("one end").isFalse();
        completed = true;
    }

    @Override
    public void failed(UpstreamProblem problem) {
        assertThat(this.problem).describedAs("one failure").isNull();
        this.problem = problem;
    }

    private void check(ChatEvent event) {
        switch (event) {
            case Started _, UsageReported _ -> {}
            case TextDelta(int choice, String _) -> open(choice);
            case RefusalDelta(int choice, String _) -> open(choice);
            case ReasoningDelta(int choice, String _) -> open(choice);
            case ReasoningKept(int choice, ReasoningDetail detail) ->
                assertThat(detail.index()).describedAs("details are numbered").isEqualTo(open(choice).nextDetail++);
            case ToolCallStarted call -> check(call, open(call.choice()));
            case ToolArgumentsDelta delta -> check(delta, open(delta.choice()));
            case LogprobsDelta(int choice, var _) -> open(choice);
            case Annotated(int choice, var _) -> open(choice);
            case Finished(int choice, var _) -> open(choice).finished = true;
        }
    }

    private Choice open(int index) {
        assertThat(index).isNotNegative();
        Choice choice = choices.computeIfAbsent(index, i -> new Choice());
        assertThat(choice.finished)
                .describedAs("nothing follows the end of choice %d", index)
                .isFalse();
        return choice;
    }

    private static void check(ToolCallStarted call, Choice choice) {
        assertThat(call.index()).describedAs("calls are dense").isEqualTo(choice.arguments.size());
        assertThat(call.name()).describedAs("a call's name").isNotEmpty();
        assertThat(call.callId().isEmpty() || choice.callIds.add(call.callId()))
                .describedAs("call ids differ")
                .isTrue();
        choice.arguments.add(new StringBuilder());
    }

    private static void check(ToolArgumentsDelta delta, Choice choice) {
        assertThat(delta.index())
                .describedAs("arguments come after the start of their call")
                .isBetween(0, choice.arguments.size() - 1);
        StringBuilder arguments = choice.arguments.get(delta.index());
        assertThat(arguments.toString().equals("{}") && !delta.fragment().isEmpty())
                .describedAs("arguments never begin with a placeholder")
                .isFalse();
        arguments.append(delta.fragment());
    }
}
