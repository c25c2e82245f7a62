package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicErrorReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|invalid_request_error|max_tokens: Field required|INVALID_REQUEST",
                "400|invalid_request_error|Your credit balance is too low to access the Anthropic API.|NO_CREDIT",
                "401|authentication_error|invalid x-api-key|CREDENTIAL_REJECTED",
                "402|billing_error|There is an issue with your billing.|NO_CREDIT",
                "403|permission_error|Your API key does not have permission.|CREDENTIAL_REJECTED",
                "404|not_found_error|model: claude-x|MODEL_NOT_FOUND",
                "413|request_too_large|Request too large|INVALID_REQUEST",
                "429|rate_limit_error|This request would exceed your organization's rate limit|RATE_LIMITED",
                "500|api_error|Internal server error|SERVER_ERROR",
                "504|timeout_error|Request timed out|SERVER_ERROR",
                "529|overloaded_error|Overloaded|OVERLOADED"
            })
    void knowsEveryErrorByItsStatusAndByItsTypeAlone(int status, String type, String message, Kind kind) {
        UpstreamProblem whole = AnthropicErrorReader.read(status, error(type, message));
        UpstreamProblem streamed = AnthropicErrorReader.readEvent(error(type, message));

        assertThat(whole.kind()).isEqualTo(kind);
        assertThat(whole.upstreamStatus()).isEqualTo(status);
        assertThat(streamed).isEqualTo(whole);
    }

    @Test
    void saysHowLongThePromptIs() {
        UpstreamProblem problem = AnthropicErrorReader.read(
                400, error("invalid_request_error", "prompt is too long: 203467 tokens > 200000 maximum"));

        assertThat(problem.kind()).isEqualTo(Kind.CONTEXT_TOO_LONG);
        assertThat(problem.clientMessage())
                .isEqualTo("The prompt has 203467 tokens and exceeds the context window of 200000 tokens.");
    }

    @Test
    void saysThatThePromptLeavesNoRoomForTheAnswer() {
        UpstreamProblem problem = AnthropicErrorReader.read(
                400,
                error(
                        "invalid_request_error",
                        "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease one"));

        assertThat(problem.kind()).isEqualTo(Kind.CONTEXT_TOO_LONG);
        assertThat(problem.param()).isEqualTo("max_tokens");
        assertThat(problem.clientMessage()).contains("190000", "20000", "exceeds the context window of 200000 tokens");
    }

    @Test
    void leaksNothingOfOurAccount() {
        UpstreamProblem problem = AnthropicErrorReader.read(
                400,
                error(
                        "invalid_request_error",
                        "bad key sk-ant-api03-abcdef at https://api.anthropic.com/v1 org-123456"));

        assertThat(problem.clientMessage()).doesNotContain("sk-ant", "anthropic.com", "org-123456");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>502</html>", "{}", "[]", "{\"error\":null}", "{\"error\":\"x\"}", "\u0000"})
    void takesAnyBody(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThat(AnthropicErrorReader.read(502, bytes).kind()).isEqualTo(Kind.SERVER_ERROR);
        assertThat(AnthropicErrorReader.read(529, bytes).kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(AnthropicErrorReader.read(401, bytes).kind()).isEqualTo(Kind.CREDENTIAL_REJECTED);
    }

    private static byte[] error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_011\"}"
                .formatted(type, message)
                .getBytes(StandardCharsets.UTF_8);
    }
}
