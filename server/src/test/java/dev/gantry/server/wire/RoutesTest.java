package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.RecordedRequest;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
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

/// Every path, and what its answers carry beside their body.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RoutesTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);

    private static ScriptedUpstream upstream;
    private static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start();
        upstream.always(Script.json(CHAT.completion("Hello")));
        server = TestingServer.start("", upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/chat/completions/",
                "/v1/chat/completions?api-version=1",
                "/v1/v1/chat/completions",
                "/chat/completions",
                "http://gantry.test/v1/chat/completions",
            })
    void answersChatWhateverTheBaseUrl(String path) throws Exception {
        assertThat(server.call(server.chat().target(path)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/acme/test-model",
                "/v1/models/acme%2Ftest-model",
                "/v1/models/ACME%2fTest-Model",
                "/v1/models/acme/test-model/",
                "/v1/v1/models/acme/test-model",
                "/models/acme/test-model",
            })
    void showsAModelHoweverItsIdIsWritten(String path) throws Exception {
        RawAnswer answer = server.call(server.get(path));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("id").asString()).isEqualTo(TestingServer.MODEL);
        assertThat(answer.json().path("available").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, 405, method_not_allowed",
        "POST, /v1/models, 405, method_not_allowed",
        "DELETE, /v1/models/acme/test-model, 405, method_not_allowed",
        "OPTIONS, /v1/chat/completions, 405, method_not_allowed",
        "POST, /metrics, 405, method_not_allowed",
        "BREW, /v1/models, 405, method_not_allowed",
        "GET, /, 404, not_found",
        "GET, /v1, 404, not_found",
        "GET, /v1/models/no-such-model, 404, model_not_found",
        "GET, /v1/models/%zz, 404, not_found",
        "POST, /v1/embeddings, 404, not_found",
        "POST, /v1/images/generations, 404, not_found",
        "GET, /v1/chat, 404, not_found",
        "GET, /v1/requests/req_unknown, 404, not_found",
        "GET, //v1/models, 404, not_found",
        "GET, /v1/../v1/models, 404, not_found",
    })
    void answersWhatIsNotThereInJson(String method, String path, int status, String code) throws Exception {
        RawAnswer answer = server.call(server.get(path).method(method));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.error("message")).isNotBlank();
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.header("location")).isEmpty();
        assertThat(answer.header("allow").isPresent()).isEqualTo(status == 405);
        assertThat(answer.requestId()).matches("req_[0-9A-Za-z]{24}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/healthz", "/readyz", "/metrics", "/v1/nothing"})
    void answersHeadWithoutABody(String path) throws Exception {
        try (RawConnection client = server.connect()) {
            RawAnswer head = client.send(server.get(path).method("HEAD")).readHead();
            assertThat(client.send(RawRequest.get("/healthz")).readAnswer().body())
                    .isEqualTo("{\"status\":\"ok\"}");

            assertThat(head.status()).isEqualTo(path.equals("/v1/nothing") ? 404 : 200);
            assertThat(head.requestId()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "multipart/form-data; boundary=x, 415",
        "application/json, 200",
        "Application/JSON; charset=utf-8, 200",
        ", 200",
    })
    void takesJsonByItsType(String type, int status) throws Exception {
        RawRequest request = server.chat().without("Content-Type");
        RawAnswer answer = server.call(type == null ? request : request.header("Content-Type", type));

        assertThat(answer.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(answer.error("code")).isEqualTo("unsupported_media_type");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{', invalid_json, ",
        "'{\"model\":\"acme/test-model\"}', missing_required_parameter, messages",
        "'{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}', missing_required_parameter, model",
        "'{\"model\":\"acme/test-model\",\"messages\":[]}', invalid_value, messages",
        "'{\"model\":\"nobody/knows\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}', model_not_found, model",
    })
    void namesWhatIsWrongWithARequest(String body, String code, String param) throws Exception {
        RawAnswer answer = server.call(server.chat().withBody(body));

        assertThat(answer.status()).isEqualTo(code.equals("model_not_found") ? 404 : 400);
        assertThat(answer.error("code")).isEqualTo(code);
        assertThat(answer.json().at("/error/param").asString(null)).isEqualTo(param);
        assertThat(server.receipt(answer.requestId()).path("error").asString()).isEqualTo(code);
    }

    @Test
    void refusesItsOwnRequest() throws Exception {
        server.call(server.chat());
        RecordedRequest sent = upstream.requests().getLast();
        String via = sent.header("via").orElseThrow();
        assertThat(via).startsWith("1.1 gantry-");

        RawAnswer answer = server.call(server.chat().header("Via", "1.1 proxy, " + via));
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.error("code")).isEqualTo("loop_detected");
        assertThat(answer.header("x-should-retry")).contains("false");
        assertThat(server.call(server.chat().header("Via", "1.1 gantry-another"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysWhoAnswered() throws Exception {
        RawAnswer answer = server.call(server.chat("Hello", ",\"timeout\":5,\"temperature\":0.5"));

        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.header("x-gantry-provider")).contains("first");
        assertThat(answer.header("x-gantry-upstream-model")).contains(TestingServer.UPSTREAM_MODEL);
        assertThat(answer.header("x-gantry-adjusted")).contains("timeout=dropped");
        assertThat(answer.json().path("model").asString()).isEqualTo(TestingServer.MODEL);
    }

    @Test
    void refusesALossWhereNothingMayBeLost() throws Exception {
        RawAnswer answer = server.call(server.chat("Hello", ",\"timeout\":5").header("X-Gantry-Strict", "true"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("unsupported_parameter");
        assertThat(answer.error("param")).isEqualTo("timeout");
        assertThat(server.call(server.chat().header("X-Gantry-Strict", "true")).status())
                .isEqualTo(200);
    }

    @Test
    void sendsTheUpstreamItsOwnKeyAndNoneOfTheClientsHeaders() throws Exception {
        server.call(server.chat().header("X-Secret", "mine").header("Cookie", "session=1"));
        RecordedRequest sent = upstream.requests().getLast();

        assertThat(sent.header("authorization")).contains("Bearer " + TestingServer.UPSTREAM_KEY);
        assertThat(sent.header("accept-encoding")).contains("identity");
        assertThat(sent.header("x-secret")).isEmpty();
        assertThat(sent.header("cookie")).isEmpty();
        assertThat(sent.json()).containsEntry("model", TestingServer.UPSTREAM_MODEL);
    }

    @Test
    void asksTheUpstreamForUsageWhetherTheClientWantsItOrNot() throws Exception {
        upstream.answer(Script.sse()
                .data(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"), CHAT.usage(11, 13))
                .done());
        RawAnswer answer = server.call(server.streamedChat());

        assertThat(upstream.requests().getLast().bodyText()).contains("\"include_usage\":true");
        assertThat(answer.events())
                .noneMatch(event -> event.has("usage") && !event.path("usage").isNull());
        JsonNode usage = server.receipt(answer.requestId()).path("usage");
        assertThat(usage.path("input_tokens").asInt()).isEqualTo(11);
        assertThat(usage.path("output_tokens").asInt()).isEqualTo(13);
        assertThat(usage.path("source").asString()).isEqualTo("reported");
    }

    @Test
    void givesAReceiptToItsOwnKeyAloneAndOnlyAfterTheEnd() throws Exception {
        try (ScriptedUpstream slow = ScriptedUpstream.start();
                TestingServer ours = TestingServer.start("", slow);
                RawConnection client = ours.connect()) {
            slow.answer(Script.sse()
                    .data(CHAT.role())
                    .gate("end")
                    .data(CHAT.finish("stop"))
                    .done());
            RawAnswer head = client.send(ours.streamedChat()).readHead();
            String path = "/v1/requests/" + head.requestId();
            assertThat(ours.call(ours.get(path)).status()).isEqualTo(404);
            slow.open("end");
            client.readBody(head);

            assertThat(ours.receipt(head.requestId())
                            .path("finish_reasons")
                            .path(0)
                            .asString())
                    .isEqualTo("stop");
            assertThat(ours.call(RawRequest.get(path)).status()).isEqualTo(401);
            assertThat(ours.call(RawRequest.get(path).header("Authorization", "Bearer " + ours.anotherKey()))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void showsTheCatalogToEverybodyButThoseWithAWrongKey() throws Exception {
        assertThat(server.call(RawRequest.get("/v1/models"))
                        .json()
                        .path("object")
                        .asString())
                .isEqualTo("list");
        assertThat(server.call(server.get("/v1/models")).status()).isEqualTo(200);
        for (String wrong : List.of("Bearer rc_live_wrong", "Bearer ", "Basic dTpw")) {
            assertThat(server.call(RawRequest.get("/v1/models").header("Authorization", wrong))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void showsTheCatalogToKeysAloneWhereASettingSaysSo() throws Exception {
        try (TestingServer closed = TestingServer.start("public-models: false", upstream)) {
            assertThat(closed.call(RawRequest.get("/v1/models")).status()).isEqualTo(401);
            assertThat(closed.call(RawRequest.get("/v1/models/acme/test-model")).status())
                    .isEqualTo(401);
            assertThat(closed.call(closed.get("/v1/models")).status()).isEqualTo(200);
        }
    }

    @Test
    void tellsOperatorsHowItIs() throws Exception {
        RawAnswer ready = server.call(RawRequest.get("/readyz"));
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("status").asString()).isEqualTo("ready");
        assertThat(ready.json().at("/engine/state").asString()).isEqualTo("disabled");
        assertThat(server.call(RawRequest.get("/healthz")).json().path("status").asString())
                .isEqualTo("ok");
    }

    @Test
    void countsWhatItDid() throws Exception {
        try (TestingServer counting = TestingServer.start("", upstream)) {
            upstream.answer(Script.stream(CHAT.role(), CHAT.content("Hello"), CHAT.finish("stop"), CHAT.usage(5, 7)));
            counting.call(counting.streamedChat());
            counting.call(counting.chat());
            counting.call(counting.chat().withBody("{"));
            String labels = "model=\"acme/test-model\",provider=\"first\"";
            counting.awaitMetric("gantry_requests_total{error=\"none\"," + labels + ",status=\"200\"}", 2);
            counting.awaitMetric(
                    "gantry_requests_total{error=\"invalid_json\",model=\"none\",provider=\"none\",status=\"400\"}", 1);
            RawAnswer metrics = counting.call(RawRequest.get("/metrics"));

            assertThat(metrics.header("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(metrics.body())
                    .contains("gantry_tokens_total{" + labels + ",type=\"input\"} 10.0")
                    .contains("gantry_tokens_total{" + labels + ",type=\"output\"} 14.0")
                    .contains("gantry_time_to_first_token_seconds_bucket{" + labels + ",le=")
                    .contains("gantry_request_duration_seconds_count{" + labels + "} 2")
                    .contains("gantry_streams_in_flight 0.0")
                    .contains("gantry_engine_restarts_total 0.0")
                    .contains("gantry_native_transport ")
                    .doesNotContain(counting.key())
                    .doesNotContain(TestingServer.UPSTREAM_KEY);
        }
    }
}
