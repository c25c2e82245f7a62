package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.chat.Usage;
import org.junit.jupiter.api.Test;

class ChatStreamRelayTest {
    private static final String HEAD =
            "{\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\",\"choices\":[";
    private static final String OWN_HEAD = "{\"id\":\"chatcmpl-fallback\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1700000000,\"model\":\"house/model\",\"choices\":[";

    private final ChatStreamRelay relay = new ChatStreamRelay(terms(1, true, 1_000));

    @Test
    void startsWithTheFirstChunkThatConcernsTheClient() {
        feed(": OPENROUTER PROCESSING\n\n");
        assertThat(relay.started()).isFalse();
        assertThat(relay.dataEvents()).isZero();

        feed("data: {\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[]}\n\n");
        assertThat(relay.started()).isFalse();
        assertThat(relay.dataEvents()).isEqualTo(1);

        feed(delta("\"role\":\"assistant\""));
        assertThat(relay.started()).isTrue();
        assertThat(relay.drain()).isNotEmpty();
        assertThat(relay.started()).isTrue();
        assertThat(relay.drain()).isEmpty();
    }

    @Test
    void anErrorFirstIsNoStart() {
        feed("data: {\"error\":{\"message\":\"no\"}}\n\n");
        assertThat(relay.started()).isFalse();
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
        assertThat(relay.drain()).isEmpty();
    }

    @Test
    void framesBeforeAFailureAreStillGivenOut() {
        feed(delta("\"content\":\"half\"") + "data: {\"error\":{\"message\":\"no\"}}\n\n" + delta("\"content\":\"x\""));
        assertThat(drained()).contains("half").doesNotContain("error").doesNotContain("[DONE]");
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
    }

    @Test
    void framesOfOneReadLeaveInOneDrain() {
        feed(delta("\"content\":\"a\"") + delta("\"content\":\"b\""));
        assertThat(drained().split("\n\n")).hasSize(3);
    }

    @Test
    void heartbeatIsTheRoleFirstThenAnEmptyDelta() {
        assertThat(new String(relay.heartbeat(), UTF_8))
                .isEqualTo(
                        "data: " + OWN_HEAD
                                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");
        assertThat(new String(relay.heartbeat(), UTF_8))
                .isEqualTo("data: " + OWN_HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":null}]}\n\n");
        assertThat(relay.started()).isFalse();

        feed(delta("\"role\":\"assistant\",\"content\":\"\"") + delta("\"content\":\"x\""));
        assertThat(drained())
                .describedAs("the id of the heartbeat holds, the role is not sent again")
                .isEqualTo(
                        "data: {\"id\":\"chatcmpl-fallback\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                                + "\"model\":\"house/model\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}\n\n"
                                + "data: {\"id\":\"chatcmpl-fallback\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                                + "\"model\":\"house/model\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n");
    }

    @Test
    void heartbeatComesBehindWhatWasNotDrained() {
        feed(delta("\"content\":\"x\""));
        assertThat(new String(relay.heartbeat(), UTF_8)).matches("(?s).*\"x\".*\"delta\":\\{}.*");
    }

    @Test
    void heartbeatAfterTheFinishIsAComment() {
        feed(finish("stop"));
        assertThat(drained()).isNotEmpty();
        assertThat(new String(relay.heartbeat(), UTF_8)).isEqualTo(": keep-alive\n\n");
        feed("data: [DONE]\n\n");
        assertThat(drained()).endsWith("data: [DONE]\n\n");
        assertThat(relay.heartbeat()).isEmpty();
    }

    @Test
    void usageChunkHasTheEstimateWhereNoneWasReported() {
        ChatStreamRelay estimating =
                new ChatStreamRelay(terms(1, true, 1_000), bytes -> new Usage(7, 0, 0, bytes / 4, 0));
        feed(estimating, delta("\"content\":\"12345678\"") + finish("stop") + "data: [DONE]\n\n");
        assertThat(new String(estimating.drain(), UTF_8))
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}\n\ndata: [DONE]\n\n");
        assertThat(estimating.usageReported()).isFalse();
        assertThat(estimating.usage()).isEqualTo(new Usage(7, 0, 0, 2, 0));
    }

    @Test
    void usageOfAFailedStreamIsWhatWasReportedSoFar() {
        feed("data: " + HEAD + "{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":3,"
                + "\"completion_tokens\":1}}\n\n");
        relay.end();
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
        assertThat(relay.usage()).isEqualTo(new Usage(3, 0, 0, 1, 0));
        assertThat(relay.usageReported()).isTrue();
    }

    @Test
    void anEventBeyondTheLimitIsAViolation() {
        feed(delta("\"content\":\"" + "x".repeat(1_000) + "\""));
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
        assertThat(relay.problem()).get().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.PROTOCOL_VIOLATION);
            assertThat(problem.clientMessage()).contains("1000 bytes");
        });
    }

    @Test
    void tooManyToolCallsAreAViolation() {
        for (int i = 0; i <= ToolCallSequence.MAX_CALLS; i++) {
            feed(delta("\"tool_calls\":[{\"index\":" + i + ",\"id\":\"c" + i + "\",\"function\":{\"name\":\"f\"}}]"));
        }
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
    }

    @Test
    void deepJsonIsAViolation() {
        feed("data: {\"a\":" + "[".repeat(300) + "\n\n");
        assertThat(relay.problem()).map(UpstreamProblem::kind).contains(Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void reasoningDetailsBeyondTheLimitAreGivenUpWhole() {
        for (int i = 0; i < 20; i++) {
            feed(delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"" + "x".repeat(100)
                    + "\"}]"));
        }
        feed(finish("stop") + "data: [DONE]\n\n");
        assertThat(relay.state()).isEqualTo(StreamState.COMPLETE);
        assertThat(drained()).doesNotContain("reasoning_details");
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        relay.end();
        feed(delta("\"content\":\"x\""));
        assertThat(relay.drain()).isEmpty();
        relay.end();
        assertThat(relay.problem()).map(UpstreamProblem::kind).contains(Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void anEmptyBodyIsAViolation() {
        relay.end();
        assertThat(relay.state()).isEqualTo(StreamState.FAILED);
        assertThat(relay.dataEvents()).isZero();
    }

    @Test
    void termsAreChecked() {
        assertThatThrownBy(() -> terms(0, false, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terms(129, false, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terms(1, false, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halvesOfACharacterSurviveTheSplitter() {
        ChatStreamRelay splitting = new ChatStreamRelay(
                new StreamTerms("house/model", false, 1, true, true, "chatcmpl-fallback", 1_700_000_000L, 1_000));
        feed(splitting, delta("\"content\":\"\\ud83d\"") + delta("\"content\":\"\\ude00 <\"") + finish("length"));
        assertThat(new String(splitting.drain(), UTF_8))
                .contains("\"reasoning_content\":\"\\ud83d\"")
                .contains("\"reasoning_content\":\"\\ude00 \"");
    }

    private void feed(String text) {
        feed(relay, text);
    }

    private static void feed(ChatStreamRelay relay, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        relay.feed(bytes, 0, bytes.length);
    }

    private String drained() {
        return new String(relay.drain(), UTF_8);
    }

    private static String delta(String members) {
        return "data: " + HEAD + "{\"index\":0,\"delta\":{" + members + "},\"finish_reason\":null}]}\n\n";
    }

    private static String finish(String reason) {
        return "data: " + HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }

    private static StreamTerms terms(int choices, boolean usage, int maxEventBytes) {
        return new StreamTerms(
                "house/model", usage, choices, false, false, "chatcmpl-fallback", 1_700_000_000L, maxEventBytes);
    }
}
