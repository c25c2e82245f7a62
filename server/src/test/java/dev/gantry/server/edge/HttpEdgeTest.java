package dev.gantry.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HttpEdgeTest {
    private static final EdgeSettings SETTINGS = new EdgeSettings(
            "127.0.0.1", 0, 1024, 8192, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 10, null);

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of("at once", (RequestHandler) _ -> bug()),
                Arguments.of("with the body", (RequestHandler) exchange -> exchange.readBody(_ -> bug(), _ -> {})),
                Arguments.of("later in the turn", (RequestHandler)
                        exchange -> exchange.loop().defer(HttpEdgeTest::bug)),
                Arguments.of("on a timer", (RequestHandler) exchange -> {
                    var _ = exchange.loop().schedule(Duration.ofMillis(5), HttpEdgeTest::bug);
                }));
    }

    private static void bug() {
        throw new IllegalStateException("a bug, as this test wants it");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void answersARequestWhoseStepFails(String when, RequestHandler handler) throws Exception {
        int port = new HttpEdge(vertx, SETTINGS, handler, new AtomicInteger())
                .listen()
                .await(5, TimeUnit.SECONDS);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(5_000);
            client.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 500 ")
                    .contains("\"internal_error\"")
                    .doesNotContain("a bug");
        }
    }
}
