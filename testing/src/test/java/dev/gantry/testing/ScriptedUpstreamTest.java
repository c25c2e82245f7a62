package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.testing.PeerExit.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ScriptedUpstreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
    }

    @Test
    void recordsTheRequestAsItArrived() throws Exception {
        upstream.answer(Script.json("{}"));
        try (Socket client = connect()) {
            send(
                    client,
                    "POST /v1/chat/completions?a=1 HTTP/1.1\r\nX-Case: Kept\r\nContent-Length: 15\r\n\r\n"
                            + "{\"model\":\"m\\n\"}");
            RecordedRequest request = upstream.takeRequest(SOON);

            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/v1/chat/completions");
            assertThat(request.query()).isEqualTo("a=1");
            assertThat(request.header("x-case")).contains("Kept");
            assertThat(request.bodyText()).isEqualTo("{\"model\":\"m\\n\"}");
            assertThat(request.json()).containsEntry("model", "m\n");
        }
    }

    @Test
    void readsAChunkedRequestBody() throws Exception {
        upstream.answer(Script.json("{}"));
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

            assertThat(upstream.takeRequest(SOON).bodyText()).isEqualTo("abcde");
        }
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws Exception {
        upstream.answer(Script.json("[1]"), Script.json(404, "[2]"));
        try (Socket client = connect()) {
            send(client, "GET /a HTTP/1.1\r\n\r\n");
            assertThat(read(client, "[1]")).startsWith("HTTP/1.1 200 ");
            send(client, "GET /b HTTP/1.1\r\n\r\n");
            assertThat(read(client, "[2]")).startsWith("HTTP/1.1 404 ");

            assertThat(upstream.requests())
                    .extracting(RecordedRequest::connection)
                    .containsExactly(1, 1);
            assertThat(upstream.acceptedConnections()).isEqualTo(1);
        }
    }

    @Test
    void sendsEachEventAsAChunkAndEndsWithTheLastOne() throws Exception {
        upstream.answer(Script.stream("{}"));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertThat(readAll(client))
                    .contains("Transfer-Encoding: chunked\r\n")
                    .endsWith("\r\n\r\na\r\ndata: {}\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void holdsTheAnswerAtAGateUntilTheTestOpensIt() throws Exception {
        upstream.answer(Script.sse().data("1").gate("rest").data("2").done());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            String before = read(client, "data: 1\n\n\r\n");
            assertThat(client.getInputStream().available()).isZero();
            upstream.open("rest");

            assertThat(before).doesNotContain("data: 2");
            assertThat(read(client, "0\r\n\r\n")).contains("data: 2");
        }
    }

    @Test
    void sendsTheHeadBeforeTheFirstByteOnlyWhenTold() throws Exception {
        upstream.answer(Script.sse().head().gate("body").done());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(read(client, "\r\n\r\n")).startsWith("HTTP/1.1 200 ").doesNotContain("data");
        }
    }

    @Test
    void cutEndsWithFinAndWithoutTheLastChunk() throws Exception {
        upstream.answer(Script.sse().data("1").cut());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readAll(client)).endsWith("data: 1\n\n\r\n");
        }
    }

    @Test
    void resetIsSeenAsAReset() throws Exception {
        upstream.answer(Script.sse().data("1").gate("read").reset());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            read(client, "data: 1\n\n\r\n");
            upstream.open("read");

            assertThatThrownBy(() -> readAll(client)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void diesBeforeTheHead() throws Exception {
        upstream.answer(Script.closeBeforeHead());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readAll(client)).isEmpty();
        }
    }

    @Test
    void aCloseDelimitedAnswerHasNoLengthAndNoChunks() throws Exception {
        upstream.answer(Script.sse().http10().data("1"));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readAll(client))
                    .startsWith("HTTP/1.0 200 ")
                    .doesNotContain("Transfer-Encoding", "Content-Length")
                    .endsWith("\r\n\r\ndata: 1\n\n");
        }
    }

    @Test
    void anHttp10PeerGetsNoChunks() throws Exception {
        upstream.answer(Script.stream("1"));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.0\r\n\r\n");

            assertThat(readAll(client)).endsWith("\r\n\r\ndata: 1\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void liesInItsHeadersWhenTold() throws Exception {
        upstream.answer(Script.json("{}")
                .header("Content-Encoding", "gzip")
                .header("content-length", "99")
                .cut());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readAll(client))
                    .contains("Content-Encoding: gzip\r\n", "content-length: 99\r\n")
                    .doesNotContain("Content-Length: 2")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @Test
    void dripsABodyInPieces() throws Exception {
        upstream.answer(Script.sse().drip("data: 1\n\n", 4, Duration.ofMillis(1)));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(read(client, "0\r\n\r\n")).endsWith("4\r\ndata\r\n4\r\n: 1\n\r\n1\r\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void writesVerbatimBytes() throws Exception {
        upstream.answer(Script.verbatim("HTTP/1.1 200 OK\r\nbroken"));
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readAll(client)).isEqualTo("HTTP/1.1 200 OK\r\nbroken");
        }
    }

    @Test
    void noticesACloseWhileItIsSilent() throws Exception {
        upstream.answer(Script.never());
        Socket client = connect();
        send(client, "GET / HTTP/1.1\r\n\r\n");
        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.peerGone()).isNotDone();
        long left = System.nanoTime();
        client.close();

        PeerExit exit = request.awaitPeerGone(SOON);
        assertThat(exit.kind()).isEqualTo(Kind.CLOSED);
        assertThat(exit.nanoTime()).isGreaterThanOrEqualTo(left);
        upstream.awaitOpenConnections(0, SOON);
    }

    @Test
    void noticesAResetInTheMiddleOfAStream() throws Exception {
        upstream.answer(Script.sse().data("1").gate("never").data("2"));
        Socket client = connect();
        send(client, "GET / HTTP/1.1\r\n\r\n");
        read(client, "data: 1\n\n\r\n");
        client.setSoLinger(true, 0);
        client.close();

        assertThat(upstream.takeRequest(SOON).awaitPeerGone(SOON).kind()).isEqualTo(Kind.RESET);
    }

    @Test
    void aPeerThatWeResetDidNotLeave() throws Exception {
        upstream.answer(Script.resetBeforeHead());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            RecordedRequest request = upstream.takeRequest(SOON);
            upstream.awaitOpenConnections(0, SOON);

            assertThat(request.peerGone()).isCancelled();
        }
    }

    @Test
    void prefersQueuedScriptsToTheStandingOne() throws Exception {
        upstream.always(request -> Script.json("\"" + request.path() + "\"")).answer(Script.json("\"queued\""));
        try (Socket client = connect()) {
            send(client, "GET /a HTTP/1.1\r\n\r\n");
            read(client, "\"queued\"");
            send(client, "GET /b HTTP/1.1\r\n\r\n");
            read(client, "\"/b\"");
        }
    }

    @Test
    void saysSoWhenATestGaveItNoScript() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(read(client, "}}")).startsWith("HTTP/1.1 501 ").contains("unscripted");
        }
    }

    @Test
    void failsTheTestThatWaitsForARequestInVain() {
        assertThatThrownBy(() -> upstream.takeRequest(Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no request reached the upstream");
    }

    @Test
    void closeEndsConnectionsThatHang() throws Exception {
        upstream.answer(Script.never());
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            RecordedRequest request = upstream.takeRequest(SOON);
            upstream.close();

            assertThat(request.peerGone()).isCancelled();
            assertThat(upstream.openConnections()).isZero();
            assertThat(readByteOrEnd(client)).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), upstream.port());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static void send(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = client.getInputStream();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("the end of the stream after: %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String readAll(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static int readByteOrEnd(Socket client) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
