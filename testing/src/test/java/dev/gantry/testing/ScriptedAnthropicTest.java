package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The fake refuses what the API refuses, in its words.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ScriptedAnthropicTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private ScriptedAnthropic anthropic;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        anthropic = ScriptedAnthropic.start();
    }

    @AfterEach
    void close() throws IOException {
        anthropic.close();
        http.close();
    }

    @Test
    void takesEitherKeyHeaderButNotNone() throws Exception {
        String body = "{\"model\":\"plain\",\"max_tokens\":9," + HI + "}";

        assertThat(post(body, "x-api-key", "k", "anthropic-version", "2026-10-21")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(body, "authorization", "Bearer k", "anthropic-version", "2023-06-01")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> stranger = post(body, "anthropic-version", "2023-06-01");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.body()).contains("authentication_error", "\"request_id\":\"req_scripted\"");
    }

    @Test
    void needsAVersionThatExists() throws Exception {
        String body = "{\"model\":\"plain\",\"max_tokens\":9," + HI + "}";

        assertThat(post(body, "x-api-key", "k").body()).contains("anthropic-version: header is required");
        assertThat(post(body, "x-api-key", "k", "anthropic-version", "2024-01-01")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'model':'plain'|max_tokens: Field required",
                "'model':'plain','max_tokens':9,'seed':1|seed: Extra inputs are not permitted",
                "'model':'plain','max_tokens':9,'temperature':2|temperature: range: 0..1",
                "'model':'plain','max_tokens':9,'temperature':1,'top_p':1|cannot both be specified",
                "'model':'no-sampling','max_tokens':9,'top_p':1|is deprecated for this model",
                "'model':'plain','max_tokens':9,'stop_sequences':[' ']|non-whitespace",
                "'model':'plain','max_tokens':9,'tools':[{'name':'a','input_schema':{}}]|input_schema.type: Field required",
                "'model':'plain','max_tokens':9,'tools':[{'name':'a b'}]|String should match pattern",
                "'model':'plain','max_tokens':9,'tool_choice':{'type':'any'}|while providing tools",
                "'model':'plain','max_tokens':2000,'thinking':{'type':'enabled','budget_tokens':1000}|greater than or equal",
                "'model':'plain','max_tokens':1024,'thinking':{'type':'enabled','budget_tokens':1024}|must be greater than"
            })
    void refusesBadControls(String members, String words) throws Exception {
        HttpResponse<String> answer = old("{" + members.replace('\'', '"') + "," + HI + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_request_error", words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|at least one message",
                "{'role':'system','content':'x'}|Input should be 'user' or 'assistant'",
                "{'role':'user','content':''}|must be non-empty",
                "{'role':'user','content':[]}|non-empty content",
                "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/bmp'}}]}|media_type",
                "{'role':'user','content':[{'type':'tool_result','tool_use_id':'x'}]}|unexpected `tool_use_id`",
                "{'role':'assistant','content':[{'type':'tool_use','id':'x','name':'f','input':{}}]}|`tool_use` ids were",
                "{'role':'assistant','content':[{'type':'tool_use','id':'x:1','name':'f','input':{}}]}|should match pattern",
                "{'role':'assistant','content':[{'type':'tool_use','id':'x','name':'f','input':'{}'}]}|valid dictionary",
                "{'role':'assistant','content':[{'type':'thinking','thinking':'x','signature':'y'}]}|Invalid `signature`",
                "{'role':'assistant','content':[{'type':'document'}]}|not allowed in assistant messages",
                "{'role':'user','content':'x'},{'role':'assistant','content':'x '}|trailing whitespace"
            })
    void refusesBadMessages(@Nullable String messages, String words) throws Exception {
        String list = messages == null ? "" : messages.replace('\'', '"');
        HttpResponse<String> answer = old("{\"model\":\"plain\",\"max_tokens\":9,\"messages\":[" + list + "]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void refusesSamplingUnderTheNewVersion() throws Exception {
        String body = "{\"model\":\"plain\",\"max_tokens\":9,\"top_k\":5," + HI + "}";

        assertThat(old(body).statusCode()).isEqualTo(200);
        assertThat(post(body, "x-api-key", "k", "anthropic-version", "2026-10-21")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void framesItsStreamsAsTheRealOneDoes() throws Exception {
        HttpResponse<String> answer = old("{\"model\":\"plain\",\"max_tokens\":9,\"stream\":true," + HI + "}");

        assertThat(answer.headers().firstValue("request-id")).contains("req_scripted");
        assertThat(answer.body())
                .startsWith("event: message_start\ndata: {\"type\":\"message_start\"")
                .contains("event: ping\ndata: {\"type\":\"ping\"}\n\n")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                .doesNotContain("[DONE]");
    }

    private HttpResponse<String> old(String body) throws IOException, InterruptedException {
        return post(body, "x-api-key", "k", "anthropic-version", "2023-06-01");
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        URI address = URI.create(anthropic.upstream().origin() + "/v1/messages");
        HttpRequest request = HttpRequest.newBuilder(address)
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
