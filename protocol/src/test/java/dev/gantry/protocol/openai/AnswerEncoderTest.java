package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.Annotated;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
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
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.RawJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerEncoderTest {
    private static final AnswerTerms TERMS =
            new AnswerTerms("house/model", false, false, "chatcmpl-f", 7, bytes -> new Usage(1, 0, 0, bytes, 0));
    private static final ChatEvent STOP = new Finished(0, FinishReason.STOP);

    @Test
    void writesAllThatAnAnswerCanHave() {
        AnswerOutcome.Answered answer = answered(
                new Started("msg_1"),
                new ReasoningDelta(0, "th"),
                new ReasoningDelta(0, "ink"),
                new ReasoningKept(0, new ReasoningDetail.Text("think", "s", "anthropic-claude-v1", 0, "toolu_1")),
                new TextDelta(0, "Hel"),
                new TextDelta(0, "lo"),
                new RefusalDelta(0, "no"),
                new LogprobsDelta(0, RawJson.parse("{\"content\":[{\"token\":\"a\"}],\"refusal\":null}")),
                new LogprobsDelta(0, RawJson.parse("{\"content\":[{\"token\": \"b\"}]}")),
                new Annotated(0, RawJson.parse("[{\"type\":\"url_citation\"}]")),
                new ToolCallStarted(0, 0, "toolu_1", "f", "g"),
                new ToolArgumentsDelta(0, 0, "{\"a\":"),
                new ToolArgumentsDelta(0, 0, "1}"),
                new Finished(0, FinishReason.TOOL_CALLS),
                new UsageReported(new Usage(9, 2, 3, 5, 4)));
        assertThat(new String(answer.body(), UTF_8))
                .isEqualTo("{\"id\":\"msg_1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"house/model\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\","
                        + "\"reasoning_content\":\"think\",\"reasoning_details\":[{\"type\":\"reasoning.text\","
                        + "\"text\":\"think\",\"signature\":\"s\",\"id\":\"toolu_1\","
                        + "\"format\":\"anthropic-claude-v1\",\"index\":0}],\"refusal\":\"no\","
                        + "\"annotations\":[{\"type\":\"url_citation\"}],"
                        + "\"tool_calls\":[{\"id\":\"toolu_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"},"
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"g\"}}}]},"
                        + "\"logprobs\":{\"content\":[{\"token\":\"a\"},{\"token\": \"b\"}],\"refusal\":null},"
                        + "\"finish_reason\":\"tool_calls\"}],"
                        + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":4}}}");
        assertThat(answer.usageReported()).isTrue();
        assertThat(answer.finishReasons()).containsExactly("tool_calls");
    }

    @Test
    void contentIsAlwaysAString() {
        assertThat(new String(answered(STOP).body(), UTF_8))
                .startsWith("{\"id\":\"chatcmpl-f\",")
                .contains("\"message\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
    }

    @Test
    void estimatesWhereNothingWasReported() {
        AnswerOutcome.Answered answer = answered(new TextDelta(0, "é\n"), new ReasoningDelta(0, "r"), STOP);
        assertThat(answer.usage()).isEqualTo(new Usage(1, 0, 0, 5, 0));
        assertThat(answer.usageReported()).isFalse();
    }

    @Test
    void argumentsThatWereCutStayCut() {
        String body = new String(
                answered(new ToolCallStarted(0, 0, "", "f", ""), new Finished(0, FinishReason.LENGTH))
                        .body(),
                UTF_8);
        assertThat(body)
                .contains("\"id\":\"call_f_0_0\"")
                .contains("\"arguments\":\"\"")
                .contains("\"length\"");
    }

    @Test
    void passesTheProvidersFailureOn() {
        UpstreamProblem problem = UpstreamProblem.protocolViolation("said no");
        assertThat(AnswerEncoder.encode(new DecodedAnswer.Failed(problem), TERMS))
                .isEqualTo(new AnswerOutcome.Failed(problem));
    }

    static Stream<List<ChatEvent>> breaches() {
        return Stream.of(
                List.of(new Started("x")),
                List.of(new TextDelta(0, "no end")),
                List.of(new Finished(1, FinishReason.STOP)),
                List.of(new TextDelta(-1, "x"), STOP),
                List.of(new TextDelta(Integer.MAX_VALUE, "x"), STOP),
                List.of(STOP, new TextDelta(0, "x")),
                List.of(new ToolArgumentsDelta(0, 0, "{}"), STOP),
                List.of(new ToolCallStarted(0, 1, "c", "f", ""), STOP));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void failsWhereTheGrammarIsBroken(List<ChatEvent> events) {
        assertThat(encode(events))
                .isInstanceOfSatisfying(
                        AnswerOutcome.Failed.class,
                        failed ->
                                assertThat(failed.problem().kind()).isEqualTo(UpstreamProblem.Kind.PROTOCOL_VIOLATION));
    }

    private static AnswerOutcome.Answered answered(ChatEvent... events) {
        return (AnswerOutcome.Answered) encode(List.of(events));
    }

    private static AnswerOutcome encode(List<ChatEvent> events) {
        return AnswerEncoder.encode(new DecodedAnswer.Answered(events), TERMS);
    }
}
