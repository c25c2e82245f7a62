package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What keeps a client waiting that would give up on silence, and what becomes of a failure after that.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PatienceTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void commitsTheStatusAfterASilenceAndCommentsFromThenOn() throws Exception {
        upstream.answer(Script.sse()
                .gate("answer")
                .data(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"))
                .done());
        try (TestingServer server = TestingServer.start("stream: {status-commit: 100ms, keep-alive: 50ms}", upstream);
                RawConnection client = server.connect().send(server.streamedChat())) {
            RawAnswer head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(head.header("x-gantry-provider")).as("not known yet").isEmpty();
            assertThat(head.header("x-gantry-upstream-model")).isEmpty();
            String silence = client.readUntil(": keep-alive\n\n") + client.readUntil(": keep-alive\n\n");
            assertThat(silence).doesNotContain("data:");

            upstream.open("answer");
            assertThat(client.readUntil("data: [DONE]\n\n")).contains("\"content\":\"Hello\"");
            assertThat(server.receipt(head.requestId()).path("provider").asString())
                    .isEqualTo("first");
        }
    }

    @Test
    void triesAnotherAttemptAfterTheStatusCommit() throws Exception {
        upstream.answer(
                Script.sse().gate("fail").cut(),
                Script.stream(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop")));
        try (TestingServer server = TestingServer.start("stream: {status-commit: 50ms, keep-alive: 50ms}", upstream);
                RawConnection client = server.connect().send(server.streamedChat())) {
            RawAnswer head = client.readHead();
            upstream.open("fail");
            RawAnswer answer = client.readBody(head);

            assertThat(answer.content()).isEqualTo("Hello");
            assertThat(answer.isDone()).isTrue();
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void tellsAFailureAfterTheStatusCommitInAFrame() throws Exception {
        upstream.answer(Script.pauseFirst(
                Duration.ofMillis(300), Script.error(400, "invalid_request_error", "invalid_value", "No")));
        try (TestingServer server = TestingServer.start("stream: {status-commit: 50ms, keep-alive: 50ms}", upstream)) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.events()).hasSize(1);
            assertThat(answer.events().getFirst().path("error").path("code").asString())
                    .isEqualTo("invalid_value");
            assertThat(answer.body()).doesNotContain("[DONE]");
            assertThat(answer.end()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    /// Some clients count parsed chunks, which comments are not.
    @Test
    void sendsDataToClientsThatCountIt() throws Exception {
        upstream.answer(Script.sse()
                .gate("answer")
                .data(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"))
                .done());
        try (TestingServer server = TestingServer.start("stream: {data-heartbeat: 100ms}", upstream);
                RawConnection client = server.connect().send(server.streamedChat())) {
            RawAnswer head = client.readHead();
            client.readUntil("\"role\":\"assistant\"");
            client.readUntil("\"delta\":{}");
            client.readUntil("\"delta\":{}");
            upstream.open("answer");

            assertThat(head.header("x-gantry-provider")).contains("first");
            assertThat(client.readUntil("data: [DONE]\n\n")).contains("Hello").doesNotContain("\"role\"");
        }
    }

    @Test
    void aHeartbeatIsContentSoThatNoOtherAttemptFollows() throws Exception {
        upstream.answer(Script.sse().gate("fail").cut());
        try (TestingServer server = TestingServer.start("stream: {data-heartbeat: 50ms}", upstream);
                RawConnection client = server.connect().send(server.streamedChat())) {
            RawAnswer head = client.readHead();
            upstream.open("fail");
            RawAnswer answer = client.readBody(head);

            List<JsonNode> events = answer.events();
            assertThat(events.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
            assertThat(events.getLast().path("error").path("code").asString()).isEqualTo("upstream_error");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void reportsTheTimeoutOfAStreamThatWasCommitted() throws Exception {
        upstream.answer(Script.never());
        try (TestingServer server = TestingServer.start("""
                stream: {status-commit: 50ms, keep-alive: 50ms}
                timeouts: {total: 400ms}
                """, upstream)) {
            RawAnswer answer = server.call(server.streamedChat());

            assertThat(answer.events().getLast().path("error").path("code").asString())
                    .isEqualTo("upstream_timeout");
            assertThat(answer.end()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "user-agent, runcrate-python/1.2.0, 'padding: {after: 1h, after-runcrate: 50ms}'",
        "user-agent, Runcrate-JS/0.3, 'padding: {after: 1h, after-runcrate: 50ms}'",
        "x-stainless-read-timeout, 0.09, 'padding: {after: 1h, after-runcrate: 1h}'",
        "user-agent, curl/8.5.0, 'padding: {after: 50ms, after-runcrate: 1h}'",
    })
    void padsAnswersInOnePieceForThoseWhoGiveUp(String name, String value, String settings) throws Exception {
        upstream.answer(Script.sse()
                .header("Content-Type", "application/json")
                .gate("answer")
                .raw(CHAT.completion("Hello")));
        try (TestingServer server = TestingServer.start(settings + "\nstream: {keep-alive: 50ms}", upstream);
                RawConnection client = server.connect().send(server.chat().header(name, value))) {
            RawAnswer head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).contains("application/json");
            assertThat(head.header("x-gantry-provider")).as("not known yet").isEmpty();
            upstream.open("answer");
            RawAnswer answer = client.readBody(head);

            assertThat(answer.body()).startsWith(" ");
            assertThat(answer.json().at("/choices/0/message/content").asString())
                    .isEqualTo("Hello");
            assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
        }
    }

    @Test
    void endsAPaddedFailureCleanlyAndCountsItAsOne() throws Exception {
        upstream.answer(Script.sse().gate("fail").cut());
        try (TestingServer server = TestingServer.start("attempts: {max: 1}\npadding: {after: 50ms}", upstream);
                RawConnection client = server.connect().send(server.chat())) {
            RawAnswer head = client.readHead();
            upstream.open("fail");
            RawAnswer answer = client.readBody(head);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
            assertThat(answer.error("code")).isEqualTo("upstream_error");
            assertThat(answer.json().has("choices")).isFalse();
            assertThat(server.receipt(head.requestId()).path("error").asString())
                    .isEqualTo("upstream_error");
            assertThat(server.call(RawRequest.get("/metrics")).body().lines())
                    .anyMatch(line -> line.startsWith("gantry_requests_total{") && line.contains("upstream_error"));
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0, 'padding: {after: 50ms}'", "HTTP/1.1, 'non-stream-padding: never\npadding: {after: 50ms}'"})
    void doesNotPadWhereItMustNot(String version, String settings) throws Exception {
        upstream.answer(Script.pauseFirst(Duration.ofMillis(300), Script.json(CHAT.completion("Hello"))));
        try (TestingServer server = TestingServer.start(settings, upstream)) {
            RawRequest request = server.chat();
            RawAnswer answer = server.call(version.equals("HTTP/1.0") ? request.http10() : request);

            assertThat(answer.body()).startsWith("{");
            assertThat(answer.header("x-gantry-provider")).contains("first");
            assertThat(answer.header("content-length")).isPresent();
        }
    }
}
