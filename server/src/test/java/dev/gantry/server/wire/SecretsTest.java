package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys of clients and of providers, right and wrong ones, and what people say, stay where they belong: at every
/// level of the log, in metrics, receipts, errors and probes.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecretsTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final String STRANGERS_KEY = "sk-proj-strangers-7Yw2Qx9Lm3";
    private static final String PROMPT = "my-private-prompt-4711";
    private static final String REPLY = "my-private-reply-4712";

    @Test
    void nothingSecretIsSaidAnywhere() throws Exception {
        List<String> said = new ArrayList<>();
        String key;
        try (LogLines log = LogLines.from(Level.TRACE);
                ScriptedUpstream upstream = ScriptedUpstream.start();
                TestingServer server = TestingServer.start("attempts: {max: 1}", upstream)) {
            key = server.key();
            for (Script script : scripts()) {
                for (String members : List.of("", ",\"stream\":true")) {
                    upstream.answer(script);
                    RawAnswer answer = server.call(server.chat(PROMPT, members));
                    said.addAll(answer.headers());
                    said.add(answer.status() == 200 ? "" : answer.body());
                    said.add(server.receipt(answer.requestId()).toString());
                }
            }
            for (RawRequest refused : refused(server)) {
                RawAnswer answer = server.call(refused);
                assertThat(answer.status()).isIn(400, 401, 404);
                said.addAll(answer.headers());
                said.add(answer.body());
            }
            for (String path : List.of("/metrics", "/readyz", "/healthz", "/v1/models")) {
                said.add(server.call(RawRequest.get(path)).body());
            }
            said.addAll(log.lines());
        }

        assertThat(said).hasSizeGreaterThan(100);
        for (String secret : List.of(
                key, key.substring("rc_live_".length(), 20), TestingServer.UPSTREAM_KEY, "strangers", PROMPT, REPLY)) {
            assertThat(said.stream()
                            .filter(text -> text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT))))
                    .as("what contains " + secret)
                    .isEmpty();
        }
    }

    /// Answers, and failures that quote what they were sent.
    private static List<Script> scripts() {
        String quoting = "Incorrect API key provided: " + TestingServer.UPSTREAM_KEY;
        return List.of(
                Script.json(CHAT.completion(REPLY)),
                Script.stream(CHAT.role(), CHAT.content(REPLY), CHAT.finish("stop")),
                Script.error(401, "authentication_error", "invalid_api_key", quoting),
                Script.error(500, "server_error", "oops", quoting),
                Script.error(400, "invalid_request_error", "invalid_value", quoting),
                Script.sse().data(ChatJson.error("server_error", "boom", quoting)),
                Script.whole(502, "text/html", "<html>" + quoting + "</html>"),
                Script.verbatim(quoting + "\r\n\r\n"),
                Script.sse()
                        .data(CHAT.role(), CHAT.content(REPLY), "{\"broken\":" + REPLY)
                        .done(),
                Script.closeBeforeHead());
    }

    private static List<RawRequest> refused(TestingServer server) {
        RawRequest chat = server.chat(PROMPT, "");
        return List.of(
                chat.header("Authorization", "Bearer " + STRANGERS_KEY),
                chat.header("Authorization", STRANGERS_KEY),
                chat.header("Authorization", "Basic " + STRANGERS_KEY),
                chat.header("Authorization", "Bearer  " + STRANGERS_KEY + "\tx"),
                RawRequest.get("/v1/models").header("Authorization", "Bearer " + STRANGERS_KEY),
                RawRequest.get("/v1/models/" + STRANGERS_KEY.replace("strangers", "x"))
                        .header("Authorization", "Bearer " + STRANGERS_KEY),
                chat.header("no colon here " + STRANGERS_KEY, "x"),
                chat.withBody("{\"model\":\"x\",\"messages\":" + PROMPT));
    }
}
