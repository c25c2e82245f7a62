package dev.gantry.server.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.gantry.testing.ChatJson;
import dev.gantry.testing.PeerExit;
import dev.gantry.testing.RecordedRequest;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that leaves must not go on costing money: the upstream loses its connection at once, whatever the
/// request is waiting for.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HangUpTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    /// The promise is 50 ms; a machine under load may be late.
    private static final Duration LATEST = Duration.ofMillis(500);

    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);

    private ScriptedUpstream upstream;
    private TestingServer server;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start();
        server = TestingServer.start("limits: {upstream-connections: 1}", upstream);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        upstream.close();
    }

    @Test
    void beforeTheFirstByte() throws Exception {
        upstream.always(Script.never());
        for (RawRequest request : new RawRequest[] {server.chat(), server.streamedChat()}) {
            RawConnection client = server.connect().send(request);
            RecordedRequest seen = upstream.takeRequest(SOON);

            assertPrompt("before the first byte", client, seen);
        }
        server.awaitMetric("gantry_clients_gone_total", 2);
    }

    @Test
    void betweenChunksWhileTheUpstreamIsSilent() throws Exception {
        upstream.always(Script.sse().data(CHAT.role(), CHAT.content("Hel")).hang());
        RawConnection client = server.connect().send(server.streamedChat());
        RawAnswer head = client.readHead();
        client.readUntil("Hel");

        assertPrompt("between chunks", client, upstream.takeRequest(SOON));
        assertThat(server.receipt(head.requestId()).path("client_gone").asBoolean())
                .isTrue();
        assertThat(server.metric("gantry_streams_in_flight")).isZero();
    }

    @Test
    void inTheMiddleOfAnAnswerInOnePiece() throws Exception {
        upstream.always(Script.sse()
                .header("Content-Type", "application/json")
                .raw("{\"id\":\"x\",")
                .hang());
        RawConnection client = server.connect().send(server.chat());

        assertPrompt("in a whole answer", client, upstream.takeRequest(SOON));
    }

    @Test
    void byReset() throws Exception {
        upstream.always(Script.sse().data(CHAT.role()).hang());
        RawConnection client = server.connect().send(server.streamedChat());
        client.readUntil("role");
        RecordedRequest seen = upstream.takeRequest(SOON);
        long left = System.nanoTime();
        client.reset();

        assertThat(millisUntilGone(seen, left)).isLessThan(LATEST.toMillis());
    }

    /// One connection for each event loop is all there is: those that come too late wait, and when they leave, the
    /// upstream never hears of them.
    @Test
    void whileWaitingForAPooledConnection() throws Exception {
        upstream.always(Script.sse()
                .gate("answers")
                .data(CHAT.role(), CHAT.finish("stop"))
                .done());
        int loops = Runtime.getRuntime().availableProcessors();
        Map<String, RawConnection> waiting = new HashMap<>();
        for (int i = 0; i < 3 * loops; i++) {
            String nonce = "nonce-" + i;
            waiting.put(nonce, server.connect().send(server.chat(nonce, ",\"stream\":true")));
        }
        List<RawConnection> served = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            served.add(requireNonNull(waiting.remove(nonce(upstream.takeRequest(SOON)))));
        }

        try (LogLines log = LogLines.from(Level.ERROR)) {
            for (RawConnection client : waiting.values()) {
                client.hangUp();
            }
            server.awaitMetric("gantry_clients_gone_total", waiting.size());
            upstream.open("answers");
            for (RawConnection client : served) {
                assertThat(client.readAnswer().isDone()).isTrue();
                assertThat(client.send(server.streamedChat()).readAnswer().isDone())
                        .isTrue();
            }
            assertThat(log.lines()).as("leaving is no error").isEmpty();
        }
        assertThat(upstream.requests())
                .extracting(RecordedRequest::bodyText)
                .noneMatch(body -> waiting.keySet().stream().anyMatch(body::contains));
    }

    private static String nonce(RecordedRequest request) {
        String body = request.bodyText();
        int start = body.indexOf("nonce-");
        return body.substring(start, body.indexOf('"', start));
    }

    private static void assertPrompt(String phase, RawConnection client, RecordedRequest seen) throws Exception {
        long left = System.nanoTime();
        client.hangUp();
        long millis = millisUntilGone(seen, left);
        System.out.println("hang-up " + phase + ": the upstream was left after " + millis + " ms");
        assertThat(millis).as(phase).isLessThan(LATEST.toMillis());
    }

    private static long millisUntilGone(RecordedRequest seen, long leftNanos) throws InterruptedException {
        PeerExit exit = seen.awaitPeerGone(SOON);
        return TimeUnit.NANOSECONDS.toMillis(exit.nanoTime() - leftNanos);
    }
}
