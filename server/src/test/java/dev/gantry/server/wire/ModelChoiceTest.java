package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which model and which of its deployments a request gets, as its answer tells.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ModelChoiceTest {
    private static final ChatJson CHAT = ChatJson.of("upstream-model");
    private static final String REMOTE_IMAGE = "https://example.org/cat.png";
    private static final String IMAGE_BYTES = "data:image/png;base64,iVBORw0KGgo=";

    private static ScriptedUpstream upstream;
    private static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start();
        upstream.always(Script.json(CHAT.completion("Hello")));
        server = TestingServer.startWith(configuration(upstream.baseUrl()));
    }

    private static String configuration(String baseUrl) {
        return """
            auto-providers: false
            shutdown-grace: 0s
            stand-in: acme/blind
            providers:
              ours: {base-url: "%1$s", self-hosted: true}
              theirs: {base-url: "%1$s"}
            models:
              acme/blind:
                aliases: [quick]
                deployments: [{provider: ours, model: b}]
              acme/seeing:
                input-modalities: [text, image]
                capabilities: [chat, vision]
                deployments: [{provider: ours, model: s, order: 1}, {provider: theirs, model: s, order: 2}]
              acme/seeing-at-home:
                input-modalities: [text, image]
                capabilities: [chat, vision]
                deployments: [{provider: ours, model: s}]
              acme/old:
                shutdown-date: 2020-01-01
                replacement: acme/seeing
            """.formatted(baseUrl);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        upstream.close();
    }

    @Test
    void answersAnAliasWithTheIdOfItsModel() throws Exception {
        RawAnswer answer = server.call(chat("QUICK", "\"Hello\""));

        assertThat(answer.json().path("model").asString()).isEqualTo("acme/blind");
        assertThat(answer.header("x-gantry-replaced")).isEmpty();
    }

    @Test
    void servesARetiredModelByItsReplacementAndSaysSo() throws Exception {
        RawAnswer answer = server.call(chat("acme/old", "\"Hello\""));

        assertThat(answer.json().path("model").asString()).isEqualTo("acme/seeing");
        assertThat(answer.header("x-gantry-replaced")).contains("acme/old");
        assertThat(server.receipt(answer.requestId()).path("replaced").asString())
                .isEqualTo("acme/old");
    }

    @Test
    void answersAModelOfTheCatalogThatNobodyServesByTheStandIn() throws Exception {
        RawAnswer answer = server.call(chat("deepseek-ai/DeepSeek-V3", "\"Hello\""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("model").asString()).isEqualTo("acme/blind");
    }

    @Test
    void namesModelsThatSeeToARequestForOneThatDoesNot() throws Exception {
        RawAnswer answer = server.call(chat("acme/blind", image(IMAGE_BYTES)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo("messages");
        assertThat(answer.error("message")).contains("acme/seeing");
    }

    @Test
    void sendsImageBytesToWhoeverIsFirst() throws Exception {
        RawAnswer answer = server.call(chat("acme/seeing", image(IMAGE_BYTES)));

        assertThat(answer.header("x-gantry-provider")).contains("ours");
    }

    /// What runs in the own network must not be made to fetch an address that a client chose.
    @Test
    void sendsAnImagesAddressOnlyToHostsOutside() throws Exception {
        RawAnswer answer = server.call(chat("acme/seeing", image(REMOTE_IMAGE)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-gantry-provider")).contains("theirs");
    }

    @Test
    void refusesAnImagesAddressWhereNobodyMaySeeIt() throws Exception {
        int before = upstream.requests().size();
        RawAnswer answer = server.call(chat("acme/seeing-at-home", image(REMOTE_IMAGE)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("message")).contains("data:");
        assertThat(upstream.requests()).hasSize(before);
    }

    private static String image(String url) {
        return "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]";
    }

    private static RawRequest chat(String model, String content) {
        return server.chat()
                .withBody("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
                        .formatted(model, content));
    }
}
