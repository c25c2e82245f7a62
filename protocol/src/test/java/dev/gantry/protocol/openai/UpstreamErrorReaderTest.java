package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamErrorReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // OpenAI
                "400 | {\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0.1 with this model.\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}} | INVALID_REQUEST",
                "400 | {\"error\":{\"message\":\"This model's maximum context length is 128000 tokens.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}} | CONTEXT_TOO_LONG",
                "401 | {\"error\":{\"message\":\"Incorrect API key provided: sk-proj-12345678.\",\"code\":\"invalid_api_key\"}} | CREDENTIAL_REJECTED",
                "404 | {\"error\":{\"message\":\"The model `x` does not exist\",\"code\":\"model_not_found\"}} | MODEL_NOT_FOUND",
                "429 | {\"error\":{\"message\":\"Rate limit reached for gpt-4o in organization org-abc123 on tokens per min\",\"code\":\"rate_limit_exceeded\"}} | RATE_LIMITED",
                "429 | {\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"code\":\"insufficient_quota\"}} | NO_CREDIT",
                "503 | {\"error\":{\"message\":\"The server is overloaded\",\"type\":\"server_error\"}} | OVERLOADED",
                "500 | {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}} | SERVER_ERROR",
                // DeepSeek, Together, Groq, Fireworks, DeepInfra, DashScope, OpenRouter
                "402 | {\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\"}} | NO_CREDIT",
                "403 | {\"error\":{\"message\":\"Input token count + max_tokens parameter must be less than the context length of the model being queried\"}} | CONTEXT_TOO_LONG",
                "403 | {\"message\":\"Forbidden\",\"type\":\"x\"} | CREDENTIAL_REJECTED",
                "498 | {\"error\":{\"message\":\"Flex tier capacity exceeded\",\"code\":\"capacity_exceeded\"}} | OVERLOADED",
                "400 | {\"error\":{\"message\":\"Failed to call a function.\",\"code\":\"tool_use_failed\",\"failed_generation\":\"<f>\"}} | INVALID_REQUEST",
                "500 | {\"fault\":{\"faultstring\":\"Execution failed\",\"detail\":{\"errorcode\":\"messaging.Failed\"}}} | SERVER_ERROR",
                "422 | {\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]} | INVALID_REQUEST",
                "400 | {\"detail\":{\"error\":\"max_tokens too big\"}} | INVALID_REQUEST",
                "400 | {\"error\":{\"code\":\"data_inspection_failed\",\"message\":\"Input data may contain inappropriate content.\"}} | CONTENT_FILTERED",
                "400 | {\"error\":{\"code\":\"Arrearage\",\"message\":\"Access denied\"}} | NO_CREDIT",
                "502 | {\"error\":{\"code\":502,\"message\":\"Provider disconnected\",\"metadata\":{\"raw\":\"x\"}}} | SERVER_ERROR",
                "400 | {\"error\":{\"message\":\"blocked by the content management policy\",\"code\":\"content_filter\"}} | CONTENT_FILTERED",
                // vLLM, SGLang, llama-server, Ollama
                "400 | {\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens\",\"type\":\"BadRequestError\",\"code\":400} | CONTEXT_TOO_LONG",
                "400 | {\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":30000,\"n_ctx\":8192}} | CONTEXT_TOO_LONG",
                "503 | {\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}} | OVERLOADED",
                "500 | {\"error\":{\"code\":500,\"message\":\"image input is not supported - hint: provide the mmproj\",\"type\":\"server_error\"}} | INVALID_REQUEST",
                "404 | {\"error\":{\"message\":\"model 'qwen' not found, try pulling it first\",\"type\":\"not_found_error\",\"param\":null,\"code\":null}} | MODEL_NOT_FOUND",
                "400 | {\"error\":\"json: cannot unmarshal string into field\"} | INVALID_REQUEST",
                // Gemini
                "400 | [{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}] | CREDENTIAL_REJECTED",
                "429 | [{\"error\":{\"code\":429,\"message\":\"Resource has been exhausted\",\"status\":\"RESOURCE_EXHAUSTED\"}}] | RATE_LIMITED",
                "400 | [{\"error\":{\"code\":400,\"message\":\"The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).\",\"status\":\"INVALID_ARGUMENT\"}}] | CONTEXT_TOO_LONG",
                // nothing, pages, text
                "502 | <html><title>502 Bad Gateway</title></html> | SERVER_ERROR",
                "503 | `` | OVERLOADED",
                "529 | `` | OVERLOADED",
                "400 | `` | INVALID_REQUEST",
                "413 | `` | INVALID_REQUEST",
                "408 | `` | SERVER_ERROR",
                "401 | Unauthorized | CREDENTIAL_REJECTED",
                "404 | 404 page not found | MODEL_NOT_FOUND",
                // under a status of success the body decides
                "200 | {\"error\":{\"message\":\"m\",\"code\":\"503\"}} | OVERLOADED",
                "200 | {\"error\":{\"message\":\"Invalid request: messages\",\"type\":\"invalid_request_error\"}} | INVALID_REQUEST",
                "200 | {\"error\":{\"message\":\"what\"}} | SERVER_ERROR",
            })
    void kindIsFoundInEveryShape(int status, String body, Kind kind) {
        UpstreamProblem problem = read(status, body);
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.clientMessage()).isNotBlank().hasSizeLessThan(600);
        assertThat(ApiError.of(problem).message()).isEqualTo(problem.clientMessage());
    }

    @Test
    void contextMessageSaysTheWordsByWhichClientsKnowIt() {
        UpstreamProblem counted = read(
                400,
                "{\"error\":{\"type\":\"exceed_context_size_error\",\"message\":\"too big\","
                        + "\"n_prompt_tokens\":30000,\"n_ctx\":8192}}");
        assertThat(counted.clientMessage())
                .isEqualTo("The prompt has 30000 tokens and exceeds the context window of 8192 tokens.");
        assertThat(read(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}")
                        .clientMessage())
                .contains("exceeds the context window");
        assertThat(ApiError.of(counted).code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED);
    }

    @Test
    void requestAtFaultNamesTheParameter() {
        UpstreamProblem problem =
                read(400, "{\"error\":{\"message\":\"Invalid 'temperature': above 2\",\"param\":\"temperature\"}}");
        assertThat(problem.clientMessage()).isEqualTo("Invalid 'temperature': above 2");
        assertThat(problem.param()).isEqualTo("temperature");
        assertThat(problem.upstreamStatus()).isEqualTo(400);
    }

    @Test
    void parameterThatIsNoNameIsLeftOut() {
        assertThat(read(400, "{\"error\":{\"message\":\"m\",\"param\":\"https://h/x y\"}}")
                        .param())
                .isNull();
    }

    @Test
    void theLeastNestedMessageCounts() {
        assertThat(read(400, "{\"error\":{\"details\":[{\"message\":\"inner\"}],\"message\":\"outer\"}}")
                        .clientMessage())
                .isEqualTo("outer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":{\"message\":\"Incorrect API key provided: sk-secret99\"}}",
                "402 | {\"error\":{\"message\":\"Account acct_99 of joe@example.org owes money\"}}",
                "429 | {\"error\":{\"message\":\"Rate limit reached in organization org-secret99\"}}",
            })
    void whatIsBetweenUsAndTheProviderIsNotQuoted(int status, String body) {
        assertThat(read(status, body).clientMessage()).doesNotContain("99").doesNotContain("example");
    }

    @Test
    void pagesAndLongTextsAreNotQuoted() {
        assertThat(read(400, "<html>secret</html>").clientMessage()).doesNotContain("secret");
        assertThat(read(400, "secret ".repeat(200)).clientMessage()).doesNotContain("secret");
        assertThat(read(400, "{\"error\":\"secret").clientMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindHasAnErrorOfTheWire(Kind kind) {
        int status = ApiError.of(new UpstreamProblem(kind, "m", null, 0)).status();
        int expected = switch (kind) {
            case INVALID_REQUEST, CONTEXT_TOO_LONG, CONTENT_FILTERED -> 400;
            case RATE_LIMITED -> 429;
            case OVERLOADED -> 503;
            case CREDENTIAL_REJECTED, NO_CREDIT, MODEL_NOT_FOUND, SERVER_ERROR, PROTOCOL_VIOLATION -> 502;
        };
        assertThat(status).isEqualTo(expected);
    }

    private static UpstreamProblem read(int status, String body) {
        return UpstreamErrorReader.read(status, body.getBytes(UTF_8));
    }
}
