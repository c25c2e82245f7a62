package dev.gantry.protocol.chat;

import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Whole answers that keep the grammar of {@link ChatEvent}.
public final class ChatEventArbitraries {
    private enum Kind {
        TEXT,
        REASONING,
        REFUSAL,
        KEPT,
        ENCRYPTED,
        CALL,
        ARGUMENTS,
        LOGPROBS,
        ANNOTATIONS,
        USAGE
    }

    private record Step(Kind kind, int choice, String text) {}

    private ChatEventArbitraries() {}

    public static Arbitrary<List<ChatEvent>> answers(int choices) {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(0, choices - 1), texts())
                .as(Step::new);
        Arbitrary<List<FinishReason>> ends =
                Arbitraries.of(FinishReason.class).list().ofSize(choices);
        return Combinators.combine(Arbitraries.of("msg_1", ""), steps.list().ofMaxSize(20), ends)
                .as(ChatEventArbitraries::answer);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", "a", "Ω \n\"\\", "\u2028\u0085", "\uD83D", "\uDE00", "{\"k\":", "1}", "<think>");
    }

    private static List<ChatEvent> answer(String id, List<Step> steps, List<FinishReason> ends) {
        List<ChatEvent> events = new ArrayList<>();
        int[] calls = new int[ends.size()];
        int[] details = new int[ends.size()];
        events.add(new ChatEvent.Started(id));
        for (Step step : steps) {
            add(step, calls, details, events);
        }
        for (int i = 0; i < ends.size(); i++) {
            events.add(new ChatEvent.Finished(i, ends.get(i)));
        }
        events.add(usage(3, 4));
        return events;
    }

    private static void add(Step step, int[] calls, int[] details, List<ChatEvent> events) {
        int choice = step.choice();
        switch (step.kind()) {
            case TEXT -> events.add(new ChatEvent.TextDelta(choice, step.text()));
            case REASONING -> events.add(new ChatEvent.ReasoningDelta(choice, step.text()));
            case REFUSAL -> events.add(new ChatEvent.RefusalDelta(choice, step.text()));
            case KEPT -> {
                String signature = step.text().isEmpty() ? null : step.text();
                events.add(new ChatEvent.ReasoningKept(
                        choice,
                        new ReasoningDetail.Text(
                                step.text(), signature, "anthropic-claude-v1", details[choice]++, null)));
            }
            case ENCRYPTED ->
                events.add(new ChatEvent.ReasoningKept(
                        choice,
                        new ReasoningDetail.Encrypted(step.text(), "google-gemini-v1", details[choice]++, "call_x")));
            case CALL -> {
                int index = calls[choice]++;
                String id = step.text().isEmpty() ? "" : "call_" + index;
                events.add(new ChatEvent.ToolCallStarted(choice, index, id, "f", step.text()));
            }
            case ARGUMENTS -> {
                if (calls[choice] > 0) {
                    events.add(new ChatEvent.ToolArgumentsDelta(choice, calls[choice] - 1, step.text()));
                }
            }
            case LOGPROBS ->
                events.add(new ChatEvent.LogprobsDelta(
                        choice,
                        RawJson.parse(
                                step.text().isEmpty()
                                        ? "{\"content\":null,\"refusal\":[{\"token\":\"r\"}]}"
                                        : "{\"content\":[{\"token\":\"a\"}, 2],\"refusal\":null}")));
            case ANNOTATIONS ->
                events.add(new ChatEvent.Annotated(choice, RawJson.parse("[{\"type\": \"url_citation\"}\n]")));
            case USAGE -> events.add(usage(1, 1));
        }
    }

    private static ChatEvent usage(long input, long output) {
        return new ChatEvent.UsageReported(new Usage(input, 1, 0, output, 0));
    }
}
