package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.ChatEvent.Finished;
import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesAnswerDecoderTest {
    private static final String USAGE =
            "{\"input_tokens\":3,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":5,\"output_tokens\":7}";

    @Test
    void readsText() {
        assertThat(events(message(
                        "{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}", "end_turn")))
                .containsExactly(
                        new ChatEvent.Started("msg_1"),
                        new ChatEvent.TextDelta(0, "Hel"),
                        new ChatEvent.TextDelta(0, "lo"),
                        new Finished(0, FinishReason.STOP),
                        new ChatEvent.UsageReported(new Usage(8, 5, 0, 7, 0)));
    }

    @Test
    void readsThinkingAndCallsWithTheirArgumentsAsWritten() {
        String content = "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
                + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{\"x\": 1.0}},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ==\"},"
                + "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{}}";

        assertThat(events(message(content, "tool_use")))
                .contains(
                        new ChatEvent.ReasoningDelta(0, "Hm"),
                        new ChatEvent.ReasoningKept(
                                0, new ReasoningDetail.Text("Hm", "s", ReasoningFormat.ANTHROPIC, 0, null)),
                        new ChatEvent.ToolArgumentsDelta(0, 0, "{\"x\": 1.0}"),
                        new ChatEvent.ReasoningKept(
                                0, new ReasoningDetail.Encrypted("ZGF0YQ==", ReasoningFormat.ANTHROPIC, 1, "b")),
                        new ChatEvent.ToolCallStarted(0, 1, "b", "g", ""),
                        new ChatEvent.ToolArgumentsDelta(0, 1, "{}"),
                        new Finished(0, FinishReason.TOOL_CALLS));
    }

    @Test
    void givesTheStructuredAnswerOutAsText() {
        String content = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"%s\",\"input\":{\"n\":1}}"
                .formatted(AnswerForm.ANSWER_TOOL);

        assertThat(events(message(content, "tool_use")))
                .contains(new ChatEvent.TextDelta(0, "{\"n\":1}"), new Finished(0, FinishReason.STOP))
                .noneMatch(event -> event instanceof ChatEvent.ToolCallStarted);
    }

    @Test
    void keepsCitationsThatHaveAnAddress() {
        String content = "{\"citations\":[{\"type\":\"web_search_result_location\",\"url\":\"https://a.example/\","
                + "\"title\":\"A\"},{\"type\":\"char_location\"}],\"type\":\"text\",\"text\":\"It is.\"}";

        assertThat(events(message(content, "end_turn")))
                .contains(new ChatEvent.Annotated(
                        0,
                        RawJson.parse("[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":0,\"end_index\":6,"
                                + "\"url\":\"https://a.example/\",\"title\":\"A\"}}]")));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,STOP",
        "stop_sequence,STOP",
        "pause_turn,STOP",
        "tool_use,STOP",
        "some_new_word,STOP",
        "max_tokens,LENGTH",
        "model_context_window_exceeded,LENGTH",
        "refusal,CONTENT_FILTER"
    })
    void knowsEveryStopReason(String word, FinishReason meaning) {
        assertThat(events(message("", word))).contains(new Finished(0, meaning));
    }

    @Test
    void tellsWhyItRefused() {
        String body =
                message("", "refusal").replace("\"usage\"", "\"stop_details\":{\"explanation\":\"No.\"},\"usage\"");

        assertThat(events(body)).contains(new ChatEvent.RefusalDelta(0, "No."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{}",
                "null",
                "{\"content\":[]}",
                "{\"content\":\"x\",\"stop_reason\":\"end_turn\"}",
                "{\"content\":[{\"type\":\"tool_use\",\"id\":\"a\"}],\"stop_reason\":\"tool_use\"}",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\"} x"
            })
    void refusesWhatIsNoMessage(String body) {
        assertThat(problem(200, body).kind()).isEqualTo(Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void readsAnErrorUnderAStatusOfSuccess() {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        assertThat(problem(200, body).kind()).isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void readsAStatusOfFailureWhateverTheBody() {
        assertThat(problem(500, message("", "end_turn")).kind()).isEqualTo(Kind.SERVER_ERROR);
        assertThat(problem(429, "").kind()).isEqualTo(Kind.RATE_LIMITED);
    }

    private static String message(String content, String stopReason) {
        return ("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[%s],"
                        + "\"stop_reason\":\"%s\",\"stop_sequence\":null,\"usage\":%s}")
                .formatted(content, stopReason, USAGE);
    }

    private static List<ChatEvent> events(String body) {
        DecodedAnswer answer = new MessagesAnswerDecoder().decode(200, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer).isInstanceOf(DecodedAnswer.Answered.class);
        List<ChatEvent> events = ((DecodedAnswer.Answered) answer).events();
        ChatEventGrammar.check(events);
        return events;
    }

    private static UpstreamProblem problem(int status, String body) {
        DecodedAnswer answer = new MessagesAnswerDecoder().decode(status, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer).isInstanceOf(DecodedAnswer.Failed.class);
        return ((DecodedAnswer.Failed) answer).problem();
    }
}
