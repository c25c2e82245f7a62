package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real engine with the real default model, from the user's cache; the first run on a machine downloads 127 MB.
/// Without Python the failure names the command that installs it.
@Tag("engine")
@Timeout(300)
class RealEngineTest {
    private static final Path CACHE = EngineSettings.cacheDirFrom(System.getenv());
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private EngineSettings settings;
    private ProvisionedEngine engine;
    private EngineSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        settings = EngineSettings.derive(
                Machine.current(), new ModelSource.Default(), CACHE, folder.resolve("engine.log"));
        engine = new EngineProvisioner(settings).provision(new PlainProgress(System.err::println));
        supervisor = new EngineSupervisor(() -> engine, settings);
        supervisor.start();
        supervisor.awaitReady(LONG);
    }

    @AfterEach
    void stop() {
        supervisor.close();
        http.shutdownNow();
    }

    @Test
    void answersACompletionUnderItsCatalogId() throws Exception {
        JsonNode answer = complete("What is 2+2?", 24);
        assertThat(answer.at("/choices/0/message/content").asString()).isNotBlank();
        assertThat(answer.at("/model").asString()).isEqualTo(LocalModel.DEFAULT_ID);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isBetween(1, 24);
        assertThat(engine.model().contextTokens()).isEqualTo(4096);
    }

    @Test
    void startsFromTheCacheInTime() throws Exception {
        supervisor.close();
        long begin = System.nanoTime();
        ProvisionedEngine again = new EngineProvisioner(settings).provision(new PlainProgress(line -> {
            throw new AssertionError("a later start has nothing to say, but said: " + line);
        }));
        try (EngineSupervisor later = new EngineSupervisor(() -> again, settings)) {
            later.start();
            later.awaitReady(LONG);
        }
        System.err.println(
                "later start: " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void refusesAStranger() throws Exception {
        HttpRequest request = post("/v1/chat/completions", "{}", "wrong");
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void countsThePromptAsTheEngineDoes() throws Exception {
        for (String prompt : List.of("What is 2+2?", "Grüße, 世界! 🎉", "x ".repeat(300))) {
            String messages =
                    "{\"messages\":[{\"role\":\"user\",\"content\":" + JSON.writeValueAsString(prompt) + "}]}";
            String rendered = send("/apply-template", messages).at("/prompt").asString();
            JsonNode tokens = send(
                    "/tokenize",
                    "{\"add_special\":true,\"parse_special\":true,\"content\":" + JSON.writeValueAsString(rendered)
                            + "}");
            assertThat(complete(prompt, 1).at("/usage/prompt_tokens").asInt())
                    .isEqualTo(tokens.at("/tokens").size());
        }
    }

    @Test
    void comesBackAfterItWasKilled() throws Exception {
        CompletableFuture<Void> left = new CompletableFuture<>();
        CompletableFuture<Void> back = new CompletableFuture<>();
        supervisor.addListener(state -> {
            if (state instanceof EngineState.Restarting) {
                left.complete(null);
            }
            if (state instanceof EngineState.Ready && left.isDone()) {
                back.complete(null);
            }
        });
        EngineEndpoint before = supervisor.endpoint().orElseThrow();
        long begin = System.nanoTime();
        assertThat(program(ProcessHandle.current()).destroyForcibly()).isTrue();
        left.get(5, TimeUnit.SECONDS);
        back.get(20, TimeUnit.SECONDS);
        System.err.println("back after kill: "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        assertThat(supervisor.endpoint().orElseThrow()).isNotEqualTo(before);
        assertThat(supervisor.restarts()).isEqualTo(1);
        assertThat(complete("What is 2+2?", 8).at("/choices").size()).isEqualTo(1);
    }

    @Test
    void holdsSixtyFourWaitingRequests() throws Exception {
        int requests = settings.parallelSlots() + settings.queuedRequests();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                String prompt = "Say " + i;
                calls.add(
                        () -> complete(prompt, 4).at("/usage/completion_tokens").asInt());
            }
            for (Future<Integer> call : threads.invokeAll(calls, 200, TimeUnit.SECONDS)) {
                assertThat(call.get()).isPositive();
            }
        }
    }

    @Test
    void closeLeavesNoProcess() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
        supervisor.close();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void endsWithinSecondsOfItsParent() throws Exception {
        supervisor.close();
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayStandIn.class.getName(),
                        CACHE.toString(),
                        LocalModel.DEFAULT_ALIAS,
                        folder.resolve("stand-in.log").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.lines().anyMatch("ready"::equals)).isTrue();
            List<ProcessHandle> processes = parent.descendants().toList();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(2).allMatch(ProcessHandle::isAlive);
            long begin = System.nanoTime();
            parent.destroyForcibly();
            for (ProcessHandle process : processes) {
                process.onExit().get(5, TimeUnit.SECONDS);
            }
            System.err.println("gone after parent: "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void refusesADamagedCopyOfTheModelBeforeTheEngineSeesIt() throws IOException {
        byte[] head = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(engine.model().path())) {
            assertThat(in.readNBytes(head, 0, head.length)).isEqualTo(head.length);
        }
        Path cut = Files.write(folder.resolve("cut.gguf"), head);
        EngineSettings damaged = EngineSettings.derive(
                Machine.current(), new ModelSource.File(cut), CACHE, folder.resolve("damaged.log"));
        assertThat(catchThrowable(
                        () -> new EngineProvisioner(damaged).provision(new PlainProgress(System.err::println))))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("truncated");
    }

    private static ProcessHandle program(ProcessHandle ancestor) {
        return ancestor.descendants()
                .filter(process -> process.info().command().orElse("").matches(".*(python|llama-server).*"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode complete(String prompt, int maxTokens) throws Exception {
        return send(
                "/v1/chat/completions",
                "{\"max_tokens\":" + maxTokens + ",\"messages\":[{\"role\":\"user\",\"content\":"
                        + JSON.writeValueAsString(prompt) + "}]}");
    }

    private JsonNode send(String path, String body) throws Exception {
        HttpRequest request =
                post(path, body, supervisor.endpoint().orElseThrow().apiKey());
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpRequest post(String path, String body, String apiKey) {
        URI base = supervisor.endpoint().orElseThrow().baseUrl();
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(200))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
