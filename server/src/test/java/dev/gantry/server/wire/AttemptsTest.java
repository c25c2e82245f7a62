package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.RecordedRequest;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Retry and fallback go on until the client has seen content, and not a moment longer.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttemptsTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final Script STREAM = Script.stream(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"));
    private static final Script WHOLE = Script.json(CHAT.completion("Hello"));
    private static final Script OVERLOADED = Script.error(503, "server_error", "overloaded", "Busy");

    private ScriptedUpstream first;
    private ScriptedUpstream second;

    @BeforeEach
    void start() throws IOException {
        first = ScriptedUpstream.start();
        second = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        first.close();
        second.close();
    }

    static Stream<Arguments> failuresThatAnotherMayNotHave() {
        return Stream.of(
                Arguments.of("an internal error", Script.error(500, "server_error", "oops", "Oops"), "server_error"),
                Arguments.of("an overload", OVERLOADED, "overloaded"),
                Arguments.of(
                        "a rate limit with a long wait",
                        Script.error(429, "requests", "rate_limit_exceeded", "Slow down")
                                .header("Retry-After", "3600"),
                        "rate_limited"),
                Arguments.of(
                        "a refused credential",
                        Script.error(401, "auth", "invalid_api_key", "No"),
                        "credential_rejected"),
                Arguments.of("FIN before the head", Script.closeBeforeHead(), "interrupted"),
                Arguments.of("the wrong type", Script.whole(200, "text/html", "<html>"), "protocol_violation"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresThatAnotherMayNotHave")
    void goesOnToTheNextDeployment(String how, Script failure, String kind) throws Exception {
        first.always(failure);
        second.answer(STREAM, WHOLE);
        try (TestingServer server = TestingServer.start("", first, second)) {
            RawAnswer streamed = server.call(server.streamedChat());
            RawAnswer whole = server.call(server.chat());

            assertThat(streamed.content()).isEqualTo("Hello");
            assertThat(streamed.isDone()).isTrue();
            assertThat(whole.json().at("/choices/0/message/content").asString()).isEqualTo("Hello");
            for (RawAnswer answer : List.of(streamed, whole)) {
                assertThat(answer.header("x-gantry-provider")).contains("second");
                assertThat(outcomes(server.receipt(answer.requestId())))
                        .containsExactly("first " + kind, "second answered");
            }
            assertThat(first.requests()).hasSize(2);
            assertThat(second.requests()).hasSize(2);
        }
    }

    /// Each try of an answer that had begun would be paid, and clients retry by themselves.
    @Test
    void doesNotAskTheSameDeploymentTwiceForAnAnswerThatHadBegun() throws Exception {
        first.always(
                Script.json("{\"id\":\"x\"").header("Content-Length", "4096").cut());
        try (TestingServer server = TestingServer.start("", first)) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.error("code")).isEqualTo("upstream_error");
            assertThat(first.requests()).hasSize(1);
        }
    }

    @Test
    void goesOnAfterA200WhoseFirstEventIsAnError() throws Exception {
        first.always(Script.sse().data(ChatJson.error("server_error", "boom", "Boom")));
        second.always(STREAM);
        try (TestingServer server = TestingServer.start("", first, second)) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.content()).isEqualTo("Hello");
            assertThat(outcomes(server.receipt(answer.requestId())))
                    .containsExactly("first server_error", "second answered");
        }
    }

    @Test
    void goesOnWhenNobodyListens() throws Exception {
        second.always(STREAM);
        try (TestingServer server = TestingServer.start("", List.of(closedPort(), second.baseUrl()))) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.isDone()).isTrue();
            assertThat(outcomes(server.receipt(answer.requestId())))
                    .containsExactly("first connect_failed", "second answered");
            assertThat(server.metric("gantry_upstream_errors_total{kind=\"connect_failed\",provider=\"first\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void saysSoWhenNobodyAnswers() throws Exception {
        try (TestingServer server = TestingServer.start("attempts: {max: 2}", List.of(closedPort(), closedPort()))) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error("code")).isEqualTo("no_healthy_upstream");
            assertThat(answer.body()).doesNotContain("127.0.0.1");
        }
    }

    @Test
    void triesTheSameDeploymentAgainWhenItIsTheOnlyOne() throws Exception {
        first.answer(OVERLOADED, WHOLE);
        try (TestingServer server = TestingServer.start("", first)) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(first.requests()).hasSize(2);
        }
    }

    @Test
    void givesUpAfterTheMostAttempts() throws Exception {
        first.always(OVERLOADED);
        try (TestingServer server = TestingServer.start("attempts: {max: 2}", first)) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error("code")).isEqualTo("no_healthy_upstream");
            assertThat(first.requests()).hasSize(2);
        }
    }

    @Test
    void waitsForAShortRetryAfter() throws Exception {
        first.answer(
                Script.error(429, "requests", "rate_limit_exceeded", "Slow").header("Retry-After", "1"), WHOLE);
        try (TestingServer server = TestingServer.start("", first)) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(200);
            List<RecordedRequest> attempts = first.requests();
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(1).arrivalNanos() - attempts.get(0).arrivalNanos())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(950));
        }
    }

    @Test
    void leavesALongRetryAfterToTheClient() throws Exception {
        first.always(
                Script.error(429, "requests", "rate_limit_exceeded", "Slow").header("Retry-After", "30"));
        try (TestingServer server = TestingServer.start("", first)) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).contains("30");
            assertThat(answer.header("x-gantry-limited-by")).contains("upstream");
            assertThat(answer.error("code")).isEqualTo("rate_limit_exceeded");
            assertThat(first.requests()).hasSize(1);
        }
    }

    /// A deployment that asked to be left alone is not asked again because another one failed, too.
    @Test
    void leavesAloneWhoAskedForIt() throws Exception {
        first.always(
                Script.error(429, "requests", "rate_limit_exceeded", "Slow").header("Retry-After", "3600"));
        second.answer(OVERLOADED, WHOLE);
        try (TestingServer server = TestingServer.start("", first, second)) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(2);
        }
    }

    @Test
    void doesNotBotherOthersWithARequestThatIsWrong() throws Exception {
        first.always(Script.error(400, "invalid_request_error", "invalid_value", "temperature is too hot"));
        try (TestingServer server = TestingServer.start("", first, second)) {
            RawAnswer answer = server.call(server.chat());

            assertThat(answer.status()).isEqualTo(400);
            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).isEmpty();
        }
    }

    @Test
    void neverTriesAgainAfterContent() throws Exception {
        first.always(Script.sse()
                .data(CHAT.role(), CHAT.content("Hel"))
                .gate("the client has it")
                .cut());
        try (TestingServer server = TestingServer.start("", first, second);
                RawConnection client = server.connect().send(server.streamedChat())) {
            RawAnswer head = client.readHead();
            client.readUntil("Hel");
            first.open("the client has it");
            RawAnswer rest = client.readBody(new RawAnswer("HTTP/1.1", 200, List.of(), "", RawAnswer.End.COMPLETE));

            assertThat(rest.body()).contains("upstream_error").doesNotContain("[DONE]");
            assertThat(outcomes(server.receipt(head.requestId()))).containsExactly("first interrupted");
            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).isEmpty();
        }
    }

    /// What arrives together with the end of its connection was not shown to anybody yet, and must not be once
    /// another attempt is to answer in its place.
    @Test
    void showsNothingOfAnAttemptThatIsTriedAgain() throws Exception {
        String events = "data: " + CHAT.role() + "\n\ndata: " + CHAT.content("Lost") + "\n\n";
        first.answer(
                Script.verbatim("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n"
                        + events),
                STREAM);
        try (TestingServer server = TestingServer.start("", first)) {
            RawAnswer answer = server.call(server.streamedChat());

            if (first.requests().size() == 2) {
                assertThat(answer.content()).isEqualTo("Hello");
                assertThat(answer.isDone()).isTrue();
            } else {
                assertThat(answer.content()).isEqualTo("Lost");
                assertThat(answer.isDone()).isFalse();
            }
        }
    }

    private static List<String> outcomes(JsonNode receipt) {
        return receipt.path("attempts")
                .valueStream()
                .map(attempt -> attempt.path("provider").asString() + " "
                        + attempt.path("outcome").asString())
                .toList();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }
    }
}
