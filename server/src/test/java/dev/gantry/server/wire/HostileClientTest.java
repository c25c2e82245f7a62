package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that send too much, too slowly, or something else than HTTP: each gets an answer that it can read where
/// there is one to give, and none costs anything for long.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileClientTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final int MAX_BODY = 1 << 20;

    private static ScriptedUpstream upstream;
    private static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start();
        upstream.always(Script.json(CHAT.completion("Hello")));
        server = TestingServer.start("""
                limits: {max-body: 1MiB, max-headers: 8KiB}
                timeouts: {client-headers: 300ms, client-body: 300ms, idle: 1s}
                """, upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        upstream.close();
    }

    @Test
    void refusesAStrangerBeforeReadingTheBody() throws Exception {
        RawRequest request = server.chat()
                .header("Authorization", "Bearer sk-nobody")
                .header("Content-Length", "31457280")
                .header("Expect", "100-continue");
        try (RawConnection client = server.connect().send(request.head())) {
            RawAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.error("code")).isEqualTo("invalid_api_key");
            assertThat(answer.requestId()).startsWith("req_");
        }
    }

    @Test
    void continuesAFriendWhoAsks() throws Exception {
        RawRequest request = server.chat().header("Expect", "100-continue");
        try (RawConnection client = server.connect().send(request.head())) {
            assertThat(client.readHead().status()).isEqualTo(100);
            assertThat(client.send(request.body()).readAnswer().status()).isEqualTo(200);
        }
    }

    @Test
    void tellsAStrangerThatHeIsOneBeforeWhatIsWrongWithHisRequest() throws Exception {
        for (RawRequest request : List.of(
                RawRequest.post("/v1/chat/completions", "{"),
                RawRequest.post("/v1/chat/completions", "{}").header("Content-Type", "text/plain"),
                RawRequest.post("/v1/chat/completions", "x".repeat(2 * MAX_BODY)))) {
            assertThat(server.call(request).status()).isEqualTo(401);
        }
    }

    /// The client goes on sending while it is refused, and reads only then.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesABodyThatIsTooLarge(boolean declared) throws Exception {
        RawRequest request = declared
                ? server.chat().header("Content-Length", Integer.toString(12 * MAX_BODY))
                : server.chat().without("Content-Length").header("Transfer-Encoding", "chunked");
        String part = declared ? "x".repeat(MAX_BODY) : "100000\r\n" + "x".repeat(MAX_BODY) + "\r\n";
        try (RawConnection client = server.connect().send(request.head())) {
            for (int i = 0; i < 6; i++) {
                client.send(part);
            }
            RawAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.error("code")).isEqualTo("request_too_large");
            assertThat(answer.header("connection")).contains("close");
        }
    }

    /// Many clients write their whole body before they read: the answer must survive that.
    @Test
    void letsAClientFinishItsUploadBeforeItReadsTheRefusal() throws Exception {
        RawRequest request = server.chat().header("Content-Length", Integer.toString(9 * MAX_BODY));
        String part = "x".repeat(MAX_BODY);
        try (RawConnection client = server.connect().send(request.head())) {
            for (int i = 0; i < 9; i++) {
                client.send(part);
            }
            assertThat(client.readAnswer().status()).isEqualTo(413);
        }
    }

    @Test
    void closesAClientThatNeverStopsUploading() throws Exception {
        RawRequest request = server.chat().header("Content-Length", Long.toString(1L << 40));
        byte[] part = new byte[MAX_BODY];
        try (RawConnection client = server.connect().send(request.head())) {
            boolean refused = false;
            for (int i = 0; i < 4096 && !refused; i++) {
                try {
                    client.send(part);
                } catch (SocketException closed) {
                    refused = true;
                }
            }
            assertThat(refused).isTrue();
        }
    }

    @Test
    void givesUpOnABodyThatStandsStill() throws Exception {
        RawRequest request = server.chat();
        try (RawConnection client =
                server.connect().send(request.head()).send(request.body().substring(0, 10))) {
            RawAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.error("code")).isEqualTo("request_timeout");
            assertThat(answer.header("connection")).contains("close");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /healthz HTTP/1.1\r\nHost: x\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: aaaa",
            })
    void closesAConnectionWhoseHeadDoesNotCome(String begun) throws Exception {
        try (RawConnection client = server.connect().send(begun)) {
            assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    @Test
    void closesAConnectionThatDripsItsHead() throws Exception {
        try (RawConnection client = server.connect().send("GET /healthz HTTP/1.1\r\nX-Drip: ")) {
            Thread dripping = Thread.startVirtualThread(() -> dripUntilClosed(client));
            assertThat(client.awaitEnd()).isIn(RawAnswer.End.CLOSED, RawAnswer.End.RESET);
            dripping.join();
        }
    }

    private static void dripUntilClosed(RawConnection client) {
        try {
            for (int i = 0; i < 2000; i++) {
                client.send("x");
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException | InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closesAnIdleConnectionAfterItsAnswer() throws Exception {
        try (RawConnection client = server.connect().send(RawRequest.get("/healthz"))) {
            assertThat(client.readAnswer().status()).isEqualTo(200);
            assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        for (RawRequest request : List.of(
                RawRequest.get("/healthz").header("X-Large", "x".repeat(20_000)),
                RawRequest.get("/" + "x".repeat(20_000)))) {
            RawAnswer answer = server.call(request);

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.error("code")).isEqualTo("headers_too_large");
            assertThat(answer.requestId()).startsWith("req_");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "GET /healthz\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /healthz HTTP/9.9.9\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: many\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            })
    void answersWhatIsNotHttp(String bytes) throws Exception {
        try (RawConnection client = server.connect().send(bytes)) {
            RawAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error("code")).isEqualTo("invalid_http");
            assertThat(answer.header("content-type")).contains("application/json");
            assertThat(answer.requestId()).startsWith("req_");
            assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    /// Two lengths for one body are how requests are smuggled past a proxy.
    @Test
    void neverReadsASecondRequestOutOfABody() throws Exception {
        String inner = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        RawRequest request = server.chat().withBody("0\r\n\r\n" + inner).header("Transfer-Encoding", "chunked");
        try (RawConnection client = server.connect().send(request)) {
            assertThat(client.readAnswer().status()).isEqualTo(400);
            assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    @Test
    void closesAConnectionThatSendsABrokenChunk() throws Exception {
        RawRequest request = server.chat().without("Content-Length").header("Transfer-Encoding", "chunked");
        try (RawConnection client = server.connect().send(request.head()).send("5\r\n{\"mod\r\nzz\r\n")) {
            assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        try (RawConnection client = server.connect()) {
            client.send(RawRequest.get("/healthz"))
                    .send(server.chat())
                    .send(server.get("/v1/nothing"))
                    .send(RawRequest.get("/readyz"));

            assertThat(client.readAnswer().body()).contains("ok");
            assertThat(client.readAnswer().body()).contains("Hello");
            assertThat(client.readAnswer().status()).isEqualTo(404);
            assertThat(client.readAnswer().body()).contains("ready");
        }
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws Exception {
        try (RawConnection client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(server.get("/v1/models")).readAnswer().header("connection"))
                        .isEmpty();
                assertThat(client.send(server.chat()).readAnswer().header("connection"))
                        .isEmpty();
            }
        }
    }

    @Test
    void closesWhereTheClientWantsIt() throws Exception {
        for (RawRequest request : List.of(
                server.chat().header("Connection", "close"),
                server.chat().http10(),
                RawRequest.get("/healthz").http10())) {
            try (RawConnection client = server.connect().send(request)) {
                assertThat(client.readAnswer().status()).isEqualTo(200);
                assertThat(client.awaitEnd()).isEqualTo(RawAnswer.End.CLOSED);
            }
        }
    }

    @Test
    void closesConnectionsBeyondTheLimitAtOnce() throws Exception {
        try (TestingServer small = TestingServer.start("limits: {client-connections: 3}", upstream)) {
            List<RawConnection> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawConnection client = small.connect().send(RawRequest.get("/healthz"));
                assertThat(client.readAnswer().status()).isEqualTo(200);
                open.add(client);
            }
            try (RawConnection tooMany = small.connect()) {
                assertThat(tooMany.awaitEnd()).isIn(RawAnswer.End.CLOSED, RawAnswer.End.RESET);
            }
            open.removeFirst().hangUp();
            Eventually.get("room for one more", () -> answersHealth(small) ? true : null);
            for (RawConnection client : open) {
                assertThat(client.send(RawRequest.get("/healthz")).readAnswer().status())
                        .isEqualTo(200);
            }
        }
    }

    private static boolean answersHealth(TestingServer small) {
        try {
            return small.call(RawRequest.get("/healthz")).status() == 200;
        } catch (IOException stillFull) {
            return false;
        }
    }
}
