package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that does not read stops its own upstream and nobody else's: what it does not take is kept by the
/// upstream and by the kernel, not by the server.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowReaderTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final String TEXT = "x".repeat(64 * 1024);
    private static final int EVENTS = 800;
    private static final long ALL_BYTES = (long) EVENTS * TEXT.length();
    /// What four socket buffers of a kernel may hold, and nothing like the whole stream.
    private static final long MOST_BYTES_ON_THEIR_WAY = 24L << 20;

    @Test
    void pausesTheUpstreamAndLosesNothing() throws Exception {
        try (FastUpstream upstream = new FastUpstream();
                TestingServer server = TestingServer.start("", List.of(upstream.baseUrl()));
                RawConnection slow = RawConnection.openWithReceiveBuffer(server.port(), 64 * 1024)) {
            RawAnswer head = slow.send(server.chat("all", ",\"stream\":true")).readHead();
            upstream.awaitStandstill();
            System.out.println(
                    "slow reader: the upstream could write " + upstream.written() + " of " + ALL_BYTES + " bytes");
            assertThat(upstream.written()).isLessThan(MOST_BYTES_ON_THEIR_WAY);

            for (int i = 0; i < 4; i++) {
                RawAnswer other = server.call(server.chat("one", ",\"stream\":true"));
                assertThat(other.content()).hasSize(TEXT.length());
                assertThat(other.isDone()).isTrue();
            }

            RawAnswer answer = slow.readBody(head);
            assertThat(answer.isDone()).isTrue();
            assertThat(answer.content().length()).isEqualTo(ALL_BYTES);
            assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
        }
    }

    @Test
    void freesTheUpstreamOfAClientThatLeavesWithoutReading() throws Exception {
        try (FastUpstream upstream = new FastUpstream();
                TestingServer server = TestingServer.start("", List.of(upstream.baseUrl()))) {
            RawConnection slow = RawConnection.openWithReceiveBuffer(server.port(), 64 * 1024);
            slow.send(server.chat("all", ",\"stream\":true")).readHead();
            upstream.awaitStandstill();
            slow.hangUp();

            server.awaitMetric("gantry_clients_gone_total", 1);
            Eventually.get("the upstream is left", () -> upstream.wasLeft() ? true : null);
        }
    }

    /// Writes as fast as it is read, and knows how far it came.
    private static final class FastUpstream implements AutoCloseable {
        private static final long STANDSTILL_NANOS = Duration.ofMillis(500).toNanos();

        private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        private final AtomicLong written = new AtomicLong();
        private volatile long lastWriteNanos = System.nanoTime();
        private volatile boolean left;

        FastUpstream() throws IOException {
            Thread.ofVirtual().start(this::acceptAll);
        }

        String baseUrl() {
            return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
        }

        long written() {
            return written.get();
        }

        boolean wasLeft() {
            return left;
        }

        void awaitStandstill() {
            Eventually.get("the upstream stands still", () -> standsStill() ? true : null);
        }

        private boolean standsStill() {
            return written.get() > 0 && System.nanoTime() - lastWriteNanos > STANDSTILL_NANOS;
        }

        private void acceptAll() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                int events = readRequest(socket.getInputStream()).contains("\"all\"") ? EVENTS : 1;
                OutputStream out = socket.getOutputStream();
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"));
                write(out, CHAT.role());
                for (int i = 0; i < events; i++) {
                    write(out, CHAT.content(TEXT));
                    if (events > 1) {
                        written.addAndGet(TEXT.length());
                        lastWriteNanos = System.nanoTime();
                    }
                }
                write(out, CHAT.finish("stop"));
                write(out, "[DONE]");
            } catch (IOException gone) {
                left = true;
            }
        }

        private static void write(OutputStream out, String event) throws IOException {
            out.write(ascii("data: " + event + "\n\n"));
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /// Enough of a request to tell one from the other.
        private static String readRequest(InputStream socket) throws IOException {
            InputStream in = new BufferedInputStream(socket);
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains("}]")) {
                seen.append((char) in.read());
            }
            return seen.toString();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
