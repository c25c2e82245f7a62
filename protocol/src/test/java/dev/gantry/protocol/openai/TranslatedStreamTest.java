package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.ChatEvent.Finished;
import dev.gantry.protocol.chat.ChatEvent.ReasoningDelta;
import dev.gantry.protocol.chat.ChatEvent.ReasoningKept;
import dev.gantry.protocol.chat.ChatEvent.Started;
import dev.gantry.protocol.chat.ChatEvent.TextDelta;
import dev.gantry.protocol.chat.ChatEvent.ToolArgumentsDelta;
import dev.gantry.protocol.chat.ChatEvent.ToolCallStarted;
import dev.gantry.protocol.chat.ChatEvent.UsageReported;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.EventDecoder;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranslatedStreamTest {
    private static final ChatEvent STARTED = new Started("msg_1");
    private static final ChatEvent STOP = new Finished(0, FinishReason.STOP);
    private static final UpstreamProblem OVERLOADED =
            new UpstreamProblem(UpstreamProblem.Kind.OVERLOADED, "busy", null, 529);

    @Test
    void commitsNobodyBeforeSomethingIsSaid() {
        TranslatedStream stream = stream(ScriptedDecoder.of(
                STARTED, new TextDelta(0, ""), new UsageReported(Usage.NONE), new TextDelta(0, "hi")));
        feed(stream, 3);
        assertThat(stream.started()).isFalse();
        assertThat(stream.drain()).isEmpty();
        assertThat(stream.dataEvents()).isEqualTo(3);
        feed(stream, 1);
        assertThat(stream.started()).isTrue();
        assertThat(text(stream.drain())).contains("\"role\":\"assistant\"").contains("\"content\":\"hi\"");
    }

    @Test
    void writesEachDeltaAsAChunk() {
        String frames = output(terms(1, false), ScriptedDecoder.of(STARTED, new TextDelta(0, "\u2028é"), STOP));
        assertThat(frames).isEqualTo("""
                        data: {"id":"msg_1","object":"chat.completion.chunk","created":7,"model":"house/model","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                        data: {"id":"msg_1","object":"chat.completion.chunk","created":7,"model":"house/model","choices":[{"index":0,"delta":{"content":"\\u2028é"},"finish_reason":null}]}

                        data: {"id":"msg_1","object":"chat.completion.chunk","created":7,"model":"house/model","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                        data: [DONE]

                        """);
    }

    @Test
    void signaturesRideOnTheFirstDeltaOfACallAndOnTheFinishChunk() {
        ReasoningDetail signed = new ReasoningDetail.Text("why", "sig", "anthropic-claude-v1", 0, null);
        ReasoningDetail redacted = new ReasoningDetail.Encrypted("xyz", "anthropic-claude-v1", 1, "toolu_1");
        String frames = output(
                terms(1, false),
                ScriptedDecoder.of(
                        STARTED,
                        new ReasoningDelta(0, "why"),
                        new ReasoningKept(0, signed),
                        new ReasoningKept(0, redacted),
                        new ToolCallStarted(0, 0, "toolu_1", "f", "gem"),
                        new ToolArgumentsDelta(0, 0, "{\"a\":1}"),
                        new Finished(0, FinishReason.TOOL_CALLS)));
        assertThat(frames)
                .contains("\"delta\":{\"reasoning_content\":\"why\"}")
                .contains("\"tool_calls\":[{\"index\":0,\"id\":\"toolu_1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"},"
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"gem\"}}}]")
                .contains("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":1}\"}}]")
                .containsOnlyOnce("reasoning_details")
                .contains("\"delta\":{\"reasoning_details\":["
                        + "{\"type\":\"reasoning.text\",\"text\":\"why\",\"signature\":\"sig\","
                        + "\"format\":\"anthropic-claude-v1\",\"index\":0},"
                        + "{\"type\":\"reasoning.encrypted\",\"data\":\"xyz\",\"id\":\"toolu_1\","
                        + "\"format\":\"anthropic-claude-v1\",\"index\":1}]},\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void givesUpDetailsBeyondTheLimitAsAWhole() {
        ReasoningDetail small = new ReasoningDetail.Encrypted("x", "f", 0, null);
        ReasoningDetail large = new ReasoningDetail.Encrypted("x".repeat(4_096), "f", 1, null);
        String frames = output(
                terms(1, false),
                ScriptedDecoder.of(
                        STARTED,
                        new ReasoningKept(0, small),
                        new ReasoningKept(0, large),
                        new ReasoningKept(0, small),
                        STOP));
        assertThat(frames).doesNotContain("reasoning_details").contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void callsThatCameWithoutIdOrArgumentsHaveBoth() {
        String frames =
                output(terms(1, false), ScriptedDecoder.of(STARTED, new ToolCallStarted(0, 0, "", "f", ""), STOP));
        assertThat(frames)
                .contains("\"id\":\"call_fallback_0_0\"")
                .contains("\"arguments\":\"{}\"")
                .contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void sendsTheRolesOfEarlierChoicesFirst() {
        TranslatedStream stream =
                new TranslatedStream(ScriptedDecoder.of(STARTED, new TextDelta(1, "b")), terms(2, false), null);
        feed(stream, 2);
        String frames = text(stream.drain());
        assertThat(frames.indexOf("\"index\":0")).isBetween(0, frames.indexOf("\"index\":1"));
    }

    @Test
    void theLastReportOfUsageCounts() {
        TranslatedStream stream = new TranslatedStream(
                ScriptedDecoder.of(
                        STARTED,
                        new UsageReported(new Usage(10, 0, 0, 1, 0)),
                        new TextDelta(0, "hi"),
                        STOP,
                        new UsageReported(new Usage(10, 2, 3, 5, 4))),
                terms(1, true),
                bytes -> new Usage(99, 0, 0, bytes, 0));
        feed(stream, 5);
        stream.end();
        assertThat(text(stream.drain()))
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":4}}}");
        assertThat(stream.usage()).isEqualTo(new Usage(10, 2, 3, 5, 4));
        assertThat(stream.usageReported()).isTrue();
    }

    @Test
    void untilTheEndTheOutputCountsAtLeastAsWhatWasSeen() {
        TranslatedStream stream = new TranslatedStream(
                ScriptedDecoder.of(STARTED, new UsageReported(new Usage(10, 4, 0, 1, 0)), new TextDelta(0, "12345678")),
                terms(1, true),
                bytes -> new Usage(99, 0, 0, bytes, 0));
        feed(stream, 3);
        assertThat(stream.usage()).isEqualTo(new Usage(10, 4, 0, 8, 0));
        assertThat(stream.usageReported()).isFalse();
    }

    @Test
    void estimatesWhereNothingWasReported() {
        TranslatedStream stream = new TranslatedStream(
                ScriptedDecoder.of(STARTED, new TextDelta(0, "é"), STOP),
                terms(1, true),
                bytes -> new Usage(1, 0, 0, bytes, 0));
        feed(stream, 3);
        stream.end();
        assertThat(text(stream.drain())).contains("\"completion_tokens\":2,");
        assertThat(stream.usageReported()).isFalse();
    }

    @Test
    void leavesTheUsageChunkOutWhereNothingIsKnown() {
        assertThat(output(terms(1, true), ScriptedDecoder.of(STARTED, STOP)))
                .doesNotContain("usage")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void endsWithTheProvidersWordAndIgnoresTheRest() {
        TranslatedStream stream =
                stream(ScriptedDecoder.of(STARTED, STOP).thenCompletes().then(new TextDelta(0, "late")));
        feed(stream, 3);
        assertThat(stream.state()).isEqualTo(StreamState.COMPLETE);
        assertThat(text(stream.drain())).endsWith("data: [DONE]\n\n");
        feed(stream, 1);
        stream.end();
        assertThat(stream.drain()).isEmpty();
    }

    @Test
    void theProvidersWordDoesNotMakeHalfAnAnswerWhole() {
        TranslatedStream stream =
                stream(ScriptedDecoder.of(STARTED, new TextDelta(0, "half")).thenCompletes());
        feed(stream, 3);
        assertFailed(stream, UpstreamProblem.Kind.PROTOCOL_VIOLATION);
        assertThat(text(stream.drain())).doesNotContain("[DONE]");
    }

    @Test
    void failsAsTheProviderDoes() {
        TranslatedStream stream = stream(ScriptedDecoder.of(STARTED).thenFails(OVERLOADED));
        feed(stream, 2);
        assertFailed(stream, UpstreamProblem.Kind.OVERLOADED);
        assertThat(stream.drain()).isEmpty();
        assertThat(stream.heartbeat()).isEmpty();
    }

    static Stream<List<ChatEvent>> breaches() {
        return Stream.of(
                List.of(STARTED, new TextDelta(1, "x")),
                List.of(STARTED, new TextDelta(-1, "x")),
                List.of(STARTED, STOP, new TextDelta(0, "x")),
                List.of(STARTED, STOP, STOP),
                List.of(STARTED, new ToolArgumentsDelta(0, 0, "{}")),
                List.of(STARTED, new ToolCallStarted(0, 1, "c", "f", "")));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void failsWhereTheGrammarIsBroken(List<ChatEvent> events) {
        TranslatedStream stream = stream(ScriptedDecoder.of(events));
        feed(stream, events.size());
        assertFailed(stream, UpstreamProblem.Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void failsBeyondTheMostCalls() {
        ScriptedDecoder decoder = ScriptedDecoder.of(STARTED);
        for (int i = 0; i <= 128; i++) {
            decoder.then(new ToolCallStarted(0, i, "c" + i, "f", ""));
        }
        TranslatedStream stream = stream(decoder);
        feed(stream, 200);
        assertFailed(stream, UpstreamProblem.Kind.PROTOCOL_VIOLATION);
    }

    @Test
    void knowsAnErrorObjectInPlaceOfAStream() {
        TranslatedStream stream = stream(new DeafDecoder());
        byte[] body = "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}".getBytes(UTF_8);
        stream.feed(body, 0, body.length);
        stream.end();
        assertFailed(stream, UpstreamProblem.Kind.OVERLOADED);
    }

    @Test
    void saysThatAPageIsNoStream() {
        TranslatedStream stream = stream(new DeafDecoder());
        byte[] body = "<html>".getBytes(UTF_8);
        stream.feed(body, 0, body.length);
        stream.end();
        assertThat(stream.problem().orElseThrow().clientMessage()).contains("no event stream");
    }

    @Test
    void beatsWithTheRoleThenWithEmptyDeltasThenWithComments() {
        TranslatedStream stream = stream(ScriptedDecoder.of(STOP));
        assertThat(text(stream.heartbeat())).contains("\"role\":\"assistant\"");
        assertThat(text(stream.heartbeat())).contains("\"delta\":{}");
        feed(stream, 1);
        assertThat(text(stream.heartbeat()))
                .contains("\"finish_reason\":\"stop\"")
                .doesNotContain("role");
        assertThat(text(stream.heartbeat())).isEqualTo(": keep-alive\n\n");
        stream.end();
        assertThat(text(stream.drain())).isEqualTo("data: [DONE]\n\n");
        assertThat(stream.heartbeat()).isEmpty();
    }

    /// A decoder that finds no event in whatever it is given.
    private static final class DeafDecoder implements EventDecoder {
        @Override
        public void feed(byte[] bytes, int from, int to, ChatEventSink sink) {}

        @Override
        public void end(ChatEventSink sink) {
            sink.failed(UpstreamProblem.protocolViolation("answered with something that is no event stream"));
        }
    }

    private static void assertFailed(TranslatedStream stream, UpstreamProblem.Kind kind) {
        assertThat(stream.state()).isEqualTo(StreamState.FAILED);
        assertThat(stream.problem())
                .hasValueSatisfying(problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private static String output(StreamTerms terms, ScriptedDecoder decoder) {
        TranslatedStream stream = new TranslatedStream(decoder, terms, null);
        feed(stream, decoder.length());
        stream.end();
        String frames = text(stream.drain());
        ClientStreamGrammar.check(
                frames, stream.state(), new StreamTerms("house/model", false, 1, false, false, "f", 7, 1));
        return frames;
    }

    private static void feed(TranslatedStream stream, int bytes) {
        stream.feed(new byte[bytes], 0, bytes);
    }

    private static TranslatedStream stream(EventDecoder decoder) {
        return new TranslatedStream(decoder, terms(1, false), null);
    }

    private static StreamTerms terms(int choices, boolean includeUsage) {
        return new StreamTerms("house/model", includeUsage, choices, false, false, "chatcmpl-fallback", 7, 4_096);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
