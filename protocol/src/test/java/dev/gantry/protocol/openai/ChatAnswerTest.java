package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.AnswerOutcome.Answered;
import dev.gantry.protocol.openai.AnswerOutcome.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ChatAnswerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":1}}";

    @Test
    void anAnswerThatSatisfiesTheWirePassesUnchanged() {
        String body =
                "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":5,\"model\":\"house/model\", \"x\" : [1.50],"
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"caf\\u00e9\",\"refusal\":null},"
                        + "\"logprobs\":null,\"finish_reason\":\"stop\"}]," + USAGE + "}";

        Answered answer = answered(body);

        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
        assertThat(answer.usage()).isEqualTo(new Usage(9, 2, 0, 4, 1));
        assertThat(answer.usageReported()).isTrue();
        assertThat(answer.finishReasons()).containsExactly("stop");
    }

    @Test
    void blankLinesBeforeTheJsonAreSkipped() {
        assertThat(json("\n\n \r\n" + minimal("\"content\":\"x\"") + "\n")
                        .get("id")
                        .stringValue())
                .isEqualTo("chatcmpl-f");
        assertThat(json("\uFEFF" + minimal("\"content\":\"x\"")).get("object").stringValue())
                .isEqualTo("chat.completion");
    }

    @Test
    void whatMustBePresentIsFilledIn() {
        JsonNode answer = json("{\"choices\":[{\"message\":{}}]}");
        assertThat(answer)
                .isEqualTo(JSON.readTree("{\"id\":\"chatcmpl-f\",\"object\":\"chat.completion\",\"created\":1700000000,"
                        + "\"model\":\"house/model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,"
                        + "\"completion_tokens\":0,\"total_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":null}                                  | {\"role\":\"assistant\",\"content\":\"\"}",
                "{\"role\":\"model\",\"content\":\"x\"}              | {\"role\":\"assistant\",\"content\":\"x\"}",
                "{\"content\":\"x\",\"reasoning\":\"r\"}             | {\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\"}",
                "{\"content\":\"x\",\"thinking\":\"r\"}              | {\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\"}",
                "{\"content\":\"x\",\"reasoning\":\"r\",\"reasoning_content\":\"r\"} | {\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\"}",
                "{\"content\":\"x\",\"reasoning_content\":null}      | {\"role\":\"assistant\",\"content\":\"x\"}",
                "{\"content\":\"x\",\"reasoning_content\":\"\",\"reasoning\":\"r\"} | {\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\"}",
                "{\"content\":\"<think>\\nr\\n</think>\\n\\nx\"}     | {\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\"}",
                "{\"content\":\"<think>cut\"}                        | {\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"cut\"}",
                "{\"content\":\"a <think> b\"}                       | {\"role\":\"assistant\",\"content\":\"a <think> b\"}",
                "{\"content\":\"x\",\"tool_calls\":[]}               | {\"role\":\"assistant\",\"content\":\"x\"}",
                "{\"content\":\"x\",\"tool_calls\":null,\"annotations\":[]} | {\"role\":\"assistant\",\"content\":\"x\",\"annotations\":[]}",
                "{\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":[1]}}}]}"
                        + "| {\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":[1]}\"}}]}",
                "{\"tool_calls\":[{\"function\":{\"name\":\"f\"}},{\"id\":\"\",\"type\":null,\"function\":{\"name\":\"g\",\"arguments\":null}}]}"
                        + "| {\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"call_f_0_0\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"id\":\"call_f_0_1\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}",
            })
    void messageIsBentToTheWire(String message, String expected) {
        JsonNode answer = json("{\"choices\":[{\"message\":" + message + ",\"finish_reason\":\"stop\"}]}");
        assertThat(answer.get("choices").get(0).get("message")).isEqualTo(JSON.readTree(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "stop,stop",
        "eos,stop",
        "STOP,stop",
        "MAX_TOKENS,length",
        "tool_use,tool_calls",
        "SAFETY,content_filter"
    })
    void finishReasonIsOneOfTheFive(String upstream, String expected) {
        Answered answer =
                answered("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"" + upstream + "\"}]}");
        assertThat(answer.finishReasons()).containsExactly(expected);
    }

    @Test
    void stopWithToolCallsIsToolCalls() {
        Answered answer = answered("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"tool_calls\":"
                + "[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}},"
                + "{\"finish_reason\":\"length\",\"message\":{\"content\":\"x\"}}]}");
        assertThat(answer.finishReasons()).containsExactly("tool_calls", "length");
        assertThat(JSON.readTree(answer.body())
                        .get("choices")
                        .get(1)
                        .get("index")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void usageKeepsWhatElseItSays() {
        JsonNode usage = json("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":10,"
                        + "\"completion_tokens\":5,\"total_tokens\":15,\"prompt_tokens_details\":null,\"cost\":0.1,"
                        + "\"prompt_cache_hit_tokens\":8}}")
                .get("usage");
        assertThat(usage)
                .isEqualTo(JSON.readTree("{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":8},\"cost\":0.1,\"prompt_cache_hit_tokens\":8,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}"));
    }

    @Test
    void usageIsFoundInGroqsMember() {
        Answered answer =
                answered("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"x_groq\":{\"id\":\"r\",\"usage\":"
                        + "{\"prompt_tokens\":1,\"completion_tokens\":2}}}");
        assertThat(answer.usage()).isEqualTo(new Usage(1, 0, 0, 2, 0));
        assertThat(answer.usageReported()).isTrue();
    }

    @Test
    void missingUsageIsEstimated() {
        Answered answer = answered(minimal("\"content\":\"12345678\",\"reasoning\":\"1234\""));
        assertThat(answer.usageReported()).isFalse();
        assertThat(answer.usage()).isEqualTo(new Usage(3, 0, 0, 3, 0));
    }

    @Test
    void aNullErrorIsNone() {
        JsonNode answer = json("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"x\"}}]}");
        assertThat(answer.has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"slow down\",\"code\":429}}     | RATE_LIMITED",
                "{\"error\":\"boom\"}                                     | SERVER_ERROR",
                "[{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}]  | OVERLOADED",
                "{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"code\":400} | INVALID_REQUEST",
                "{\"detail\":\"Not authenticated\"}                       | CREDENTIAL_REJECTED",
                "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"error\"}]} | SERVER_ERROR",
                "{\"choices\":[]}                                         | PROTOCOL_VIOLATION",
                "{\"choices\":null}                                       | PROTOCOL_VIOLATION",
                "{}                                                       | PROTOCOL_VIOLATION",
                "{\"choices\":[{\"finish_reason\":\"stop\"}]}             | PROTOCOL_VIOLATION",
                "{\"choices\":[{\"message\":{\"content\":[1]}}]}          | PROTOCOL_VIOLATION",
                "{\"choices\":[{\"message\":{\"tool_calls\":[{}]}}]}      | PROTOCOL_VIOLATION",
                "{\"choices\":[{\"message\":{\"content\":\"x\"            | PROTOCOL_VIOLATION",
                "<html>Bad Gateway</html>                                 | PROTOCOL_VIOLATION",
                "\"text\"                                                 | PROTOCOL_VIOLATION",
                "data: {}                                                 | PROTOCOL_VIOLATION",
            })
    void whatIsNoAnswerIsAFailure(String body, Kind kind) {
        assertThat(ChatAnswer.normalize(body.getBytes(UTF_8), terms()))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\n", "\u001f\u008b\b"})
    void anEmptyOrBinaryBodyIsAFailure(String body) {
        assertThat(ChatAnswer.normalize(body.getBytes(UTF_8), terms())).isInstanceOf(Failed.class);
    }

    private static String minimal(String message) {
        return "{\"choices\":[{\"message\":{" + message + "}}]}";
    }

    private static JsonNode json(String body) {
        return JSON.readTree(answered(body).body());
    }

    private static Answered answered(String body) {
        AnswerOutcome outcome = ChatAnswer.normalize(body.getBytes(UTF_8), terms());
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    private static AnswerTerms terms() {
        return new AnswerTerms(
                "house/model", false, true, "chatcmpl-f", 1_700_000_000L, bytes -> new Usage(3, 0, 0, bytes / 4, 0));
    }
}
