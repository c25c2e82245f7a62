package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ScriptedUpstreamMainTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstreamMain.start(0, List.of("plain@a", "plain@b"));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        upstream.close();
    }

    @Test
    void countsChatRequestsByTheirExactModel() throws Exception {
        chat("plain@a", "good");
        chat("plain@a", "good");
        chat("plain@b", "good");

        assertThat(get("/__count?model=plain%40a").body()).isEqualTo("{\"count\":2}");
        assertThat(get("/__count?model=plain").body()).isEqualTo("{\"count\":0}");
    }

    @Test
    void aTagChangesTheModelsNameAndNothingElse() throws Exception {
        assertThat(chat("plain@a", "good").body())
                .contains("\"model\":\"plain@a\"", ChatJson.quote(ScriptedBehaviours.GREETING));
    }

    @Test
    void listsTheModelsOfItsArguments() throws Exception {
        assertThat(get("/v1/models").body()).contains("\"id\":\"plain@a\"", "\"id\":\"plain@b\"");
    }

    @Test
    void refusesTheWrongKeyBadParametersAndUnknownNames() throws Exception {
        assertThat(chat("plain@a", ScriptedUpstreamMain.WRONG_KEY).statusCode()).isEqualTo(401);
        assertThat(chat("no-such-behaviour", "good").statusCode()).isEqualTo(404);
        assertThat(post("{\"model\":\"plain\",\"messages\":[],\"max_tokens\":-1}", "good")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("no JSON", "good").statusCode()).isEqualTo(400);
        assertThat(get("/v1/files").statusCode()).isEqualTo(404);
    }

    @Test
    void repeatsTheConversation() throws Exception {
        String parts = "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":{}},"
                + "{\"type\":\"text\",\"text\":\"b\"}]";
        String messages = "[{\"role\":\"system\",\"content\":\"x\"},{\"role\":\"user\",\"content\":" + parts + "}]";

        assertThat(post("{\"model\":\"echo\",\"messages\":" + messages + "}", "good")
                        .body())
                .contains("\"content\":\"system,user: ab\"");
    }

    @Test
    void endsAWholeAnswerTooSoonWhereItsNameSaysSo() {
        assertThatThrownBy(() -> chat("cut-after-3", "good")).isInstanceOf(IOException.class);
    }

    private HttpResponse<String> chat(String model, String key) throws IOException, InterruptedException {
        return post("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", key);
    }

    private HttpResponse<String> post(String body, String key) throws IOException, InterruptedException {
        return client.send(
                request("/v1/chat/completions")
                        .header("Authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return client.send(request(target).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(upstream.origin() + target));
    }
}
