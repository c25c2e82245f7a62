package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client sees of an upstream that fails: a status while there can be one, an error frame and a visible cut
/// after that, and never an answer that looks complete and is not.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UpstreamFailureTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final String ERROR_EVENT = ChatJson.error("server_error", "boom", "The model fell over.");

    private static final String SETTINGS = """
            attempts: {max: 1}
            timeouts: {first-event: 300ms, first-byte: 300ms, event-gap: 300ms}
            """;
    /// The gate behind what the client is to see before the failure.
    private static final String SEEN = "seen";

    private static ScriptedUpstream upstream;
    private static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start();
        server = TestingServer.start(SETTINGS, upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        upstream.close();
    }

    static Stream<Arguments> failuresBeforeAnyContent() {
        Script begun = Script.sse().data(CHAT.role());
        return Stream.of(
                Arguments.of("FIN before the head", Script.closeBeforeHead(), 502, "upstream_error"),
                Arguments.of("RST before the head", Script.resetBeforeHead(), 502, "upstream_error"),
                Arguments.of("FIN after the head", Script.sse().head().cut(), 502, "upstream_error"),
                Arguments.of("RST after the head", Script.sse().head().reset(), 502, "upstream_error"),
                Arguments.of("an empty stream", Script.sse().head(), 502, "upstream_error"),
                Arguments.of("a stream that is done at once", Script.stream(), 502, "upstream_error"),
                Arguments.of(
                        "an error as the first event of a 200",
                        Script.sse().data(ERROR_EVENT).done(),
                        502,
                        "upstream_error"),
                Arguments.of(
                        "a rate limit as the first event of a 200",
                        Script.sse()
                                .data(
                                        "{\"error\":{\"message\":\"Too many requests\",\"type\":\"rate_limit_error\",\"code\":429}}"),
                        429,
                        "rate_limit_exceeded"),
                Arguments.of("JSON in place of a stream", Script.json(CHAT.completion("Hi")), 502, "upstream_error"),
                Arguments.of(
                        "a web page", Script.whole(200, "text/html", "<html>Sign in</html>"), 502, "upstream_error"),
                Arguments.of(
                        "gzip that nobody asked for",
                        begun.header("Content-Encoding", "gzip").done(),
                        502,
                        "upstream_error"),
                Arguments.of(
                        "something else than HTTP",
                        Script.verbatim("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                        502,
                        "upstream_error"),
                Arguments.of("silence", Script.never(), 504, "upstream_timeout"),
                Arguments.of("silence after the head", Script.sse().head().hang(), 504, "upstream_timeout"),
                Arguments.of("comments alone", Script.sse().comment("wait").hang(), 504, "upstream_timeout"),
                Arguments.of(
                        "a refused credential",
                        Script.error(401, "authentication_error", "invalid_api_key", "Bad key sk-upstream"),
                        502,
                        "upstream_error"),
                Arguments.of(
                        "a prompt that is too long",
                        Script.error(
                                400,
                                "invalid_request_error",
                                "context_length_exceeded",
                                "This model's maximum context length is 4096 tokens."),
                        400,
                        "context_length_exceeded"),
                Arguments.of(
                        "a redirect",
                        Script.whole(302, "text/html", "").header("Location", "http://127.0.0.1:1/"),
                        502,
                        "upstream_error"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresBeforeAnyContent")
    void isAStatusBeforeTheHeadHasLeft(String how, Script script, int status, String code) throws Exception {
        upstream.answer(script);
        RawAnswer answer = callWithoutErrorsInTheLog(server.streamedChat());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("127.0.0.1").doesNotContain("sk-upstream");
        assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
        assertThat(server.receipt(answer.requestId()).path("status").asInt()).isEqualTo(status);
    }

    /// An upstream's failure is one line of our own log, not a stack trace of the HTTP client.
    private static RawAnswer callWithoutErrorsInTheLog(RawRequest request) throws IOException {
        try (LogLines log = LogLines.from(Level.ERROR)) {
            RawAnswer answer = server.call(request);
            assertThat(log.lines()).isEmpty();
            return answer;
        }
    }

    static Stream<Arguments> failuresAfterContent() {
        Script begun = Script.sse().data(CHAT.role(), CHAT.content("Hel")).gate(SEEN);
        return Stream.of(
                Arguments.of("FIN", begun.cut(), "upstream_error"),
                Arguments.of("RST", begun.reset(), "upstream_error"),
                Arguments.of(
                        "FIN inside an event",
                        begun.raw("data: {\"id\":\"x\",\"cho").cut(),
                        "upstream_error"),
                Arguments.of("a clean end without a finish reason", begun, "upstream_error"),
                Arguments.of("[DONE] without a finish reason", begun.done(), "upstream_error"),
                Arguments.of("an error event", begun.data(ERROR_EVENT), "upstream_error"),
                Arguments.of("an event that is not JSON", begun.data("{\"id\":"), "upstream_error"),
                Arguments.of("silence", begun.hang(), "upstream_timeout"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresAfterContent")
    void isAnErrorFrameAndAVisibleCutAfterIt(String how, Script script, String code) throws Exception {
        RawAnswer answer = failAfterContent(script, server.streamedChat());

        assertThat(answer.status()).isEqualTo(200);
        assertFailedVisibly(answer, code);
        assertThat(answer.content()).isEqualTo("Hel");
        assertThat(answer.end()).as("FIN without the last chunk").isEqualTo(RawAnswer.End.CLOSED);
    }

    /// Lets the upstream go on once the client has the head and so the content commit is behind it.
    private static RawAnswer failAfterContent(Script script, RawRequest request) throws IOException {
        try (ScriptedUpstream failing = ScriptedUpstream.start();
                TestingServer ours = TestingServer.start(SETTINGS, failing);
                RawConnection client = ours.connect()) {
            failing.answer(script);
            RawAnswer head = client.send(request.header("Authorization", "Bearer " + ours.key()))
                    .readHead();
            failing.open(SEEN);
            RawAnswer answer = client.readBody(head);
            assertThat(ours.receipt(head.requestId()).path("error").asString("none"))
                    .isEqualTo(
                            answer.isDone()
                                    ? "none"
                                    : answer.events()
                                            .getLast()
                                            .at("/error/code")
                                            .asString());
            return answer;
        }
    }

    @Test
    void resetsAnHttp10ConnectionAfterTheErrorFrame() throws Exception {
        Script failing =
                Script.sse().data(CHAT.role(), CHAT.content("Hel")).gate(SEEN).data(ERROR_EVENT);
        RawAnswer answer = failAfterContent(failing, server.streamedChat().http10());

        assertThat(answer.header("transfer-encoding")).isEmpty();
        assertFailedVisibly(answer, "upstream_error");
        assertThat(answer.end()).isEqualTo(RawAnswer.End.RESET);
    }

    @Test
    void completesAnHttp10StreamByClosing() throws Exception {
        Script whole = Script.sse()
                .data(CHAT.role(), CHAT.content("Hello"))
                .gate(SEEN)
                .data(CHAT.finish("stop"))
                .done();
        RawAnswer answer = failAfterContent(whole, server.streamedChat().http10());

        assertThat(answer.isDone()).isTrue();
        assertThat(answer.content()).isEqualTo("Hello");
        assertThat(answer.end()).isEqualTo(RawAnswer.End.CLOSED);
    }

    private static void assertFailedVisibly(RawAnswer answer, String code) {
        assertThat(answer.body()).doesNotContain("[DONE]").endsWith("\n\n");
        assertThat(answer.events().getLast().path("error").path("code").asString())
                .isEqualTo(code);
        assertThat(answer.events().getLast().has("choices")).isFalse();
        assertThat(answer.events().stream().filter(event -> event.has("error"))).hasSize(1);
    }

    static Stream<Arguments> answersThatAreWhole() {
        Script finished = Script.sse().data(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"));
        return Stream.of(
                Arguments.of("a clean end", finished),
                Arguments.of("FIN without the last chunk", finished.cut()),
                Arguments.of("usage, then FIN", finished.data(CHAT.usage(3, 4)).cut()),
                Arguments.of("[DONE], then silence", finished.done().hang()),
                Arguments.of("[DONE], then FIN", finished.done().cut()),
                Arguments.of("[DONE], then rubbish", finished.done().data("{\"error\":{}}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatAreWhole")
    void completesWhatHadItsFinishReason(String how, Script script) throws Exception {
        upstream.answer(script);
        RawAnswer answer =
                server.call(server.chat("Hello", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(answer.content()).isEqualTo("Hello");
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.body()).doesNotContain("\"error\"");
        assertThat(answer.events().getLast().path("usage").path("total_tokens").isNumber())
                .isTrue();
        assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
    }

    static Stream<Arguments> failuresOfWholeAnswers() {
        String whole = CHAT.completion("Hello");
        return Stream.of(
                Arguments.of("FIN before the head", Script.closeBeforeHead(), 502, "upstream_error"),
                Arguments.of(
                        "half a body", Script.half("application/json", whole).cut(), 502, "upstream_error"),
                Arguments.of(
                        "half a body, reset",
                        Script.half("application/json", whole).reset(),
                        502,
                        "upstream_error"),
                Arguments.of(
                        "half a body, silence",
                        Script.half("application/json", whole).hang(),
                        504,
                        "upstream_timeout"),
                Arguments.of("silence", Script.never(), 504, "upstream_timeout"),
                Arguments.of(
                        "blank lines alone", Script.whole(200, "application/json", "\n\n\n"), 502, "upstream_error"),
                Arguments.of("an error in a 200", Script.json(ERROR_EVENT), 502, "upstream_error"),
                Arguments.of("a web page", Script.whole(200, "text/html", "<html>"), 502, "upstream_error"),
                Arguments.of("a stream", Script.stream(CHAT.role()), 502, "upstream_error"),
                Arguments.of("an empty body", Script.json(""), 502, "upstream_error"),
                Arguments.of(
                        "an overload",
                        Script.error(503, "server_error", "overloaded", "Busy"),
                        503,
                        "no_healthy_upstream"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresOfWholeAnswers")
    void isAStatusForAnswersInOnePiece(String how, Script script, int status, String code) throws Exception {
        upstream.answer(script);
        RawAnswer answer = server.call(server.chat());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
    }

    /// An upstream that never ends its error page must not hold the client until a timeout.
    @Test
    void readsOnlyTheBeginningOfAnErrorPage() throws Exception {
        upstream.answer(Script.sse()
                .status(500)
                .header("Content-Type", "text/html")
                .raw("x".repeat(70_000))
                .hang());
        RawAnswer answer = server.call(server.chat());

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.error("code")).isEqualTo("upstream_error");
    }
}
