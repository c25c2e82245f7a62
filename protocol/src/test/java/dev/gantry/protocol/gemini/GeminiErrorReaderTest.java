package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | INVALID_ARGUMENT    | Request contains an invalid argument.                        | INVALID_REQUEST
                    400 | INVALID_ARGUMENT    | Function call is missing a thought_signature in a part.      | INVALID_REQUEST
                    400 | INVALID_ARGUMENT    | API key not valid. Please pass a valid API key.              | CREDENTIAL_REJECTED
                    400 | INVALID_ARGUMENT    | The input token count (2097153) exceeds the maximum number of tokens allowed (1048576). | CONTEXT_TOO_LONG
                    400 | FAILED_PRECONDITION | User location is not supported for the API use.              | SERVER_ERROR
                    400 | FAILED_PRECONDITION | Please enable billing on your project.                       | NO_CREDIT
                    402 | RESOURCE_EXHAUSTED  | Your prepaid credit is used up.                              | NO_CREDIT
                    403 | PERMISSION_DENIED   | The caller does not have permission.                         | CREDENTIAL_REJECTED
                    404 | NOT_FOUND           | models/gemini-9 is not found for API version v1beta.         | MODEL_NOT_FOUND
                    429 | RESOURCE_EXHAUSTED  | You exceeded your current quota, please check your plan and billing details. | RATE_LIMITED
                    500 | INTERNAL            | An internal error has occurred.                              | SERVER_ERROR
                    500 | INTERNAL            | The input context is too long.                               | CONTEXT_TOO_LONG
                    503 | UNAVAILABLE         | The model is overloaded. Please try again later.             | OVERLOADED
                    504 | DEADLINE_EXCEEDED   | The request timed out.                                       | SERVER_ERROR
                    """)
    void tellsWhatIsWrongInEveryForm(int status, String word, String message, Kind kind) {
        String error =
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}".formatted(status, message, word);
        String codeless = "{\"error\":{\"message\":\"%s\",\"status\":\"%s\"}}".formatted(message, word);

        assertThat(read(status, error).kind()).isEqualTo(kind);
        assertThat(read(status, "[" + error + "]").kind()).isEqualTo(kind);
        assertThat(read(200, error).kind()).isEqualTo(kind);
        assertThat(read(200, error).upstreamStatus()).isEqualTo(status);
        if (status != 402) {
            assertThat(read(200, codeless).kind()).isEqualTo(kind);
        }
    }

    @Test
    void knowsABadKeyByItsReason() {
        String body = """
                {"error":{"code":400,"message":"Rejected.","status":"INVALID_ARGUMENT","details":[{
                 "@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"x"}]}}""";

        assertThat(read(400, body).kind()).isEqualTo(Kind.CREDENTIAL_REJECTED);
    }

    @Test
    void readsTheRetryDelay() {
        String body = "[{\"error\":{\"code\":429,\"details\":[{\"@type\":\"RetryInfo\",\"retryDelay\":\"%s\"}]}}]";

        assertThat(delay(body.formatted("34s"))).contains(Duration.ofSeconds(34));
        assertThat(delay(body.formatted("1.5s"))).contains(Duration.ofMillis(1_500));
        assertThat(delay(body.formatted("soon"))).isEmpty();
        assertThat(delay("<html>")).isEmpty();
    }

    @Test
    void showsNoKeyAndNoAddress() {
        String body = """
                {"error":{"code":400,"message":"Bad https://generativelanguage.example.com/v1?key=AIzaSyA1234567890",
                 "status":"INVALID_ARGUMENT"}}""";

        assertThat(read(400, body).clientMessage()).doesNotContain("AIza", "example.com");
    }

    private static UpstreamProblem read(int status, String body) {
        return GeminiErrorReader.read(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Duration> delay(String body) {
        return GeminiErrorReader.retryDelay(body.getBytes(StandardCharsets.UTF_8));
    }
}
