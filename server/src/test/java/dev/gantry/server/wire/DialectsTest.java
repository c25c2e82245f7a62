package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ScriptedAnthropic;
import dev.gantry.testing.ScriptedGemini;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Providers that speak Anthropic's or Google's dialect look to a client like any other. The fakes refuse what the
/// real APIs refuse, and the vendors' own SDKs took them for real.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DialectsTest {
    private static final String CLAUDE = "Hello from the scripted Claude. \uD83D\uDE80";
    private static final String GEMINI = "Hello from the scripted Gemini. \uD83D\uDE80";
    private static final String WEATHER =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":"
                    + "\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
    private static final JsonMapper JSON = new JsonMapper();

    private static ScriptedAnthropic anthropic;
    private static ScriptedGemini gemini;
    private static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        anthropic = ScriptedAnthropic.start();
        gemini = ScriptedGemini.start();
        StringBuilder yaml = new StringBuilder()
                .append("auto-providers: false\nshutdown-grace: 0s\nattempts: {max: 1}\nproviders:\n")
                .append("  claude: {quirks: anthropic, base-url: \"")
                .append(anthropic.upstream().origin())
                .append("\", api-key: \"sk-ant-right\"}\n")
                .append("  google: {quirks: gemini, base-url: \"")
                .append(gemini.upstream().origin())
                .append("/v1beta\", api-key: \"right\"}\nmodels:\n");
        for (String behaviour : List.of(
                "plain",
                "tools",
                "refusal",
                "error-429",
                "error-529",
                "error-frame",
                "no-stop",
                "html-200",
                "error-401")) {
            yaml.append("  claude/")
                    .append(behaviour)
                    .append(": {thinking: budget, deployments: [{provider: claude, model: ")
                    .append(behaviour)
                    .append("}]}\n");
        }
        for (String behaviour : List.of(
                "plain", "tools", "blocked", "error-429", "error-503", "error-frame", "no-finish", "html-200")) {
            yaml.append("  google/")
                    .append(behaviour)
                    .append(": {thinking: level, deployments: [{provider: google, model: gemini-3-")
                    .append(behaviour)
                    .append("}]}\n");
        }
        server = TestingServer.startWith(yaml.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        anthropic.close();
        gemini.close();
    }

    @ParameterizedTest
    @CsvSource({"claude/plain, claude, plain", "google/plain, google, gemini-3-plain"})
    void answersWholeOnTheHouseWire(String model, String provider, String upstreamModel) throws IOException {
        RawAnswer answer = chat(model, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-gantry-provider")).contains(provider);
        assertThat(answer.header("x-gantry-upstream-model")).contains(upstreamModel);
        JsonNode json = answer.json();
        assertThat(json.path("model").asString()).isEqualTo(model);
        assertThat(json.at("/choices/0/message/content").asString()).isEqualTo(greeting(provider));
        assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(json.at("/usage/total_tokens").asLong())
                .isPositive()
                .isEqualTo(json.at("/usage/prompt_tokens").asLong()
                        + json.at("/usage/completion_tokens").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude/plain", "google/plain"})
    void streamsTheSameAnswerWithTheSameUsage(String model) throws IOException {
        RawAnswer streamed = chat(model, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        JsonNode whole = chat(model, "").json();
        assertThat(streamed.body())
                .startsWith("data: ")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("event:");
        JsonNode usage = streamed.events().getLast().path("usage");
        assertThat(streamed.content())
                .isEqualTo(whole.at("/choices/0/message/content").asString());
        assertThat(usage).isEqualTo(whole.path("usage"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude/tools", "google/tools"})
    void aToolIsCalledAndItsResultAnswered(String model) throws IOException {
        JsonNode called = chat(model, WEATHER).json();
        JsonNode call = called.at("/choices/0/message/tool_calls/0");
        assertThat(called.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(called.at("/choices/0/message/content").asString()).isEmpty();
        assertThat(call.at("/function/name").asString()).isEqualTo("get_weather");
        assertThat(JSON.readTree(call.at("/function/arguments").asString())
                        .path("city")
                        .asString())
                .isEqualTo("Paris");

        String history =
                "[{\"role\":\"user\",\"content\":\"Weather in Paris?\"},{\"role\":\"assistant\",\"content\":null,"
                        + "\"tool_calls\":[" + call + "]},{\"role\":\"tool\",\"tool_call_id\":" + call.path("id")
                        + ",\"content\":\"sunny\"}]";
        RawAnswer answer = server.call(post("{\"model\":\"" + model + "\",\"messages\":" + history + WEATHER + "}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void thinkingComesApartFromTheAnswer() throws IOException {
        JsonNode message = chat("claude/plain", ",\"reasoning_effort\":\"low\",\"max_tokens\":8000")
                .json()
                .at("/choices/0/message");
        assertThat(message.path("reasoning_content").asString()).isEqualTo("The user greets me.");
        assertThat(message.path("content").asString()).isEqualTo(CLAUDE);
        assertThat(message.at("/reasoning_details/0/signature").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude/refusal", "google/blocked"})
    void whatAProviderWillNotAnswerIsFilteredContent(String model) throws IOException {
        RawAnswer answer = chat(model, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/finish_reason").asString()).isEqualTo("content_filter");
    }

    @ParameterizedTest
    @CsvSource({
        "claude/error-429, 429, rate_limit_exceeded",
        "claude/error-529, 503, no_healthy_upstream",
        "claude/error-401, 502, upstream_error",
        "claude/html-200, 502, upstream_error",
        "google/error-429, 429, rate_limit_exceeded",
        "google/error-503, 503, no_healthy_upstream",
        "google/html-200, 502, upstream_error"
    })
    void failuresOfTheProviderAreTheHouseErrors(String model, int status, String code) throws IOException {
        for (String members : List.of("", ",\"stream\":true")) {
            RawAnswer answer = chat(model, members);
            assertThat(answer.status()).as(model + members + answer.body()).isEqualTo(status);
            assertThat(answer.error("code")).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("sk-ant-right", "127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude/error-frame", "claude/no-stop", "google/error-frame", "google/no-finish"})
    void aStreamThatBreaksNeverLooksWhole(String model) throws IOException {
        RawAnswer answer = chat(model, ",\"stream\":true");
        assertThat(answer.isDone()).isFalse();
        if (answer.status() == 200) {
            assertThat(answer.events().getLast().has("error")).isTrue();
            assertThat(answer.end()).isNotEqualTo(RawAnswer.End.COMPLETE);
        } else {
            assertThat(answer.status()).isBetween(500, 599);
            assertThat(answer.error("message")).isNotEmpty();
        }
    }

    @Test
    void whatTheDialectCannotSayIsReportedOrRefused() throws IOException {
        RawAnswer reported = chat("claude/plain", ",\"seed\":7,\"logit_bias\":{\"1\":1}");
        assertThat(reported.header("x-gantry-adjusted").orElseThrow()).contains("seed=dropped", "logit_bias=dropped");
        RawAnswer strict = server.call(post("{\"model\":\"claude/plain\",\"seed\":7,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hello\"}]}")
                .header("x-gantry-strict", "true"));
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.error("param")).isEqualTo("seed");
        RawAnswer several = chat("claude/plain", ",\"n\":2");
        assertThat(several.status()).isEqualTo(400);
        assertThat(several.error("param")).isEqualTo("n");
    }

    private static String greeting(String provider) {
        return provider.equals("claude") ? CLAUDE : GEMINI;
    }

    private static RawAnswer chat(String model, String members) throws IOException {
        return server.call(post("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]"
                + members + "}"));
    }

    private static RawRequest post(String body) {
        return RawRequest.post("/v1/chat/completions", body).header("Authorization", "Bearer " + server.key());
    }
}
