package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a server ends, and how its configuration changes under it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LifeOfAServerTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final Duration SOON = Duration.ofSeconds(10);

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
    void letsStreamsFinishBeforeItEnds() throws Exception {
        upstream.answer(Script.sse()
                .data(CHAT.role(), CHAT.content("Hel"))
                .gate("rest")
                .data(CHAT.content("lo"), CHAT.finish("stop"))
                .done());
        try (TestingServer server = TestingServer.start("shutdown-grace: 20s", upstream);
                RawConnection idle = server.connect().send(RawRequest.get("/healthz"));
                RawConnection client = server.connect().send(server.streamedChat())) {
            idle.readAnswer();
            RawAnswer head = client.readHead();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            assertThat(idle.awaitEnd())
                    .as("an idle connection is closed at once")
                    .isEqualTo(RawAnswer.End.CLOSED);
            assertThat(stopped).isNotDone();
            upstream.open("rest");
            RawAnswer answer = client.readBody(head);

            assertThat(answer.content()).isEqualTo("Hello");
            assertThat(answer.isDone()).isTrue();
            assertThat(stopped).succeedsWithin(SOON);
        }
    }

    @Test
    void cutsHonestlyWhatTakesLongerThanTheGrace() throws Exception {
        upstream.always(request -> request.bodyText().contains("\"stream\":true")
                ? Script.sse().data(CHAT.role(), CHAT.content("Hel")).hang()
                : Script.never());
        try (TestingServer server = TestingServer.start("shutdown-grace: 200ms", upstream);
                RawConnection streamed = server.connect().send(server.streamedChat());
                RawConnection whole = server.connect().send(server.chat())) {
            RawAnswer head = streamed.readHead();
            upstream.takeRequest(SOON);
            upstream.takeRequest(SOON);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            RawAnswer cut = streamed.readBody(head);
            RawAnswer refused = whole.readAnswer();

            assertThat(cut.content()).isEqualTo("Hel");
            assertThat(cut.events().getLast().at("/error/code").asString()).isEqualTo("no_healthy_upstream");
            assertThat(cut.body()).doesNotContain("[DONE]");
            assertThat(cut.end()).isEqualTo(RawAnswer.End.CLOSED);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.error("code")).isEqualTo("no_healthy_upstream");
            assertThat(stopped).succeedsWithin(SOON);
        }
    }

    /// The engine's last change of state comes while the server closes; neither may wait for the other.
    @Test
    void endsWithAnEngineThatNeverBecameReady() throws Exception {
        try (TestingServer server =
                TestingServer.start("engine: {path: /bin/false, model: /nowhere/model.gguf}", upstream)) {
            assertThat(CompletableFuture.runAsync(server::stop)).succeedsWithin(SOON);
        }
    }

    @Test
    void takesAProviderThatIsAddedWhileItRuns() throws Exception {
        upstream.always(Script.json(CHAT.completion("Hello")));
        try (TestingServer server = TestingServer.start("attempts: {max: 1}", List.of("http://127.0.0.1:1/v1"))) {
            assertThat(server.call(server.chat()).status()).isEqualTo(503);
            server.reconfigure("attempts: {max: 1}", List.of(upstream.baseUrl()));

            Eventually.get(
                    "the new provider answers", () -> server.call(server.chat()).status() == 200 ? true : null);
        }
    }

    @Test
    void keepsItsConfigurationWhenTheFileIsWrong() throws Exception {
        upstream.always(Script.json(CHAT.completion("Hello")));
        try (TestingServer server = TestingServer.start("", upstream);
                LogLines log = LogLines.from(Level.WARN)) {
            server.reconfigure("no-such-setting: 1", List.of(upstream.baseUrl()));
            Eventually.get(
                    "the log says what is wrong",
                    () -> log.lines().stream().anyMatch(line -> line.contains("no-such-setting")) ? true : null);

            assertThat(server.call(server.chat()).status()).isEqualTo(200);
        }
    }

    @Test
    void honoursARevokedKeyNoLonger() throws Exception {
        try (TestingServer server = TestingServer.start("", upstream)) {
            String key = server.anotherKey();
            RawRequest request = RawRequest.get("/v1/models").header("Authorization", "Bearer " + key);
            server.revokeKey("another");

            Eventually.get("the key is refused", () -> server.call(request).status() == 401 ? true : null);
        }
    }
}
