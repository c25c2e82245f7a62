package dev.gantry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody sees who starts the server from a shell.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServeProcessTest {
    private static final String QUESTION = ",\"messages\":[{\"role\":\"user\",\"content\":\"What is 2+2?\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    @Tag("engine")
    void firstStartShowsAKeyOnceAndTheCurlAnswers() throws Exception {
        String key;
        try (GantryProcess server = serve()) {
            String url = server.awaitReady();
            List<String> keys = keysIn(server.output());
            assertThat(keys)
                    .as("the key alone, and the key in the curl")
                    .hasSize(2)
                    .containsOnly(keys.getFirst());
            key = keys.getFirst();

            HttpResponse<String> whole = chat(url, key, false);
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).contains("\"model\":\"HuggingFaceTB/SmolLM2-135M-Instruct\"", "\"usage\":");

            HttpResponse<String> streamed = chat(url, key, true);
            assertThat(streamed.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(streamed.body()).startsWith("data: ").endsWith("data: [DONE]\n\n");

            List<ProcessHandle> engine = server.descendants();
            assertThat(engine).isNotEmpty();
            server.terminate();
            assertThat(server.awaitExit()).as(server.errors()).isZero();
            assertThat(engine).noneMatch(ProcessHandle::isAlive);
        }
        try (GantryProcess again = serve()) {
            String url = again.awaitReady();
            assertThat(keysIn(again.output())).isEmpty();
            assertThat(chat(url, key, false).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void withoutEngineAndProviderItStartsAndSaysSo() throws Exception {
        try (GantryProcess server = serve("--no-engine")) {
            server.awaitReady();
            assertThat(String.join("\n", server.output())).contains("No provider is configured and the engine is off");
        }
    }

    @Test
    void keysMadeBesideARunningServerOpenItWithinASecond() throws Exception {
        try (GantryProcess server = serve("--no-engine");
                GantryProcess keys = GantryProcess.start(
                        Map.of(), "keys", "create", "--name", "beside", "--data-dir", folder.toString())) {
            String url = server.awaitReady();
            assertThat(keys.awaitExit()).as(keys.errors()).isZero();
            assertThat(keys.output()).as("the key alone").hasSize(1);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            int status = models(url, keys.output().getFirst());
            while (status != 200 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
                status = models(url, keys.output().getFirst());
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void aTakenPortIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GantryProcess server = GantryProcess.start(
                        Map.of(),
                        "serve",
                        "--no-engine",
                        "--port",
                        Integer.toString(taken.getLocalPort()),
                        "--data-dir",
                        folder.toString())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort(), "is taken", "--port");
        }
    }

    @Test
    void aSecondServerOnTheFolderIsRefused() throws Exception {
        try (GantryProcess first = serve("--no-engine")) {
            String url = first.awaitReady();
            try (GantryProcess second = serve("--no-engine")) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.errors()).contains("already uses the data folder", url);
            }
        }
    }

    @Test
    void aModelThatIsNoModelIsOneSentence() throws Exception {
        Path notAModel = Files.writeString(folder.resolve("notes.gguf"), "these are not the weights");
        try (GantryProcess server = serve("--model", notAModel.toString())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).contains("notes.gguf").doesNotContain("Exception", "\tat ");
        }
    }

    private GantryProcess serve(String... more) throws IOException {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(new String[] {"serve", "--port", "0", "--data-dir", folder.toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return GantryProcess.start(Map.of(), arguments);
    }

    private static List<String> keysIn(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("rc_live_"))
                .map(line -> line.replaceAll(".*(rc_live_[0-9A-Za-z]+).*", "$1"))
                .toList();
    }

    private HttpResponse<String> chat(String url, String key, boolean stream) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"local\",\"max_tokens\":8,\"stream\":" + stream + QUESTION))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int models(String url, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/models"))
                .header("authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
