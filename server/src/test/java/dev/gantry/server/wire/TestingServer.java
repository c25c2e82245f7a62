package dev.gantry.server.wire;

import dev.gantry.server.Server;
import dev.gantry.server.cli.KeysCommand;
import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingTable;
import dev.gantry.server.config.SettingsLoader;
import dev.gantry.server.engine.Progress;
import dev.gantry.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, without the engine unless the settings name it, on a free port and a data folder of its own. One
/// model, {@link #MODEL}, is
/// deployed at the given upstreams, which are tried in their order and are named `first`, `second`, `third`.
final class TestingServer implements AutoCloseable {
    static final String MODEL = "acme/test-model";
    static final String UPSTREAM_MODEL = "upstream-model";
    static final String UPSTREAM_KEY = "sk-upstream-5f0c8a1b2d3e4f60";

    private static final List<String> PROVIDERS = List.of("first", "second", "third");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Server server;
    private final String key;

    private TestingServer(Path folder, Server server) {
        this.folder = folder;
        this.server = server;
        this.key = server.firstKey().orElseThrow().secret();
    }

    /// Starts a server with these settings, as YAML without `providers` and `models`.
    static TestingServer start(String settings, ScriptedUpstream... upstreams) throws IOException {
        return start(
                settings, Stream.of(upstreams).map(ScriptedUpstream::baseUrl).toList());
    }

    static TestingServer start(String settings, List<String> baseUrls) throws IOException {
        return startWith(configuration(settings, baseUrls));
    }

    /// Starts a server with this whole configuration.
    static TestingServer startWith(String settings) throws IOException {
        Path folder = Files.createTempDirectory("gantry-wire");
        Files.writeString(folder.resolve("gantry.yaml"), settings);
        Map<Setting<?>, String> flags = new HashMap<>();
        flags.put(SettingTable.DATA_DIR, folder.toString());
        flags.put(SettingTable.LISTEN_PORT, "0");
        if (!settings.contains("engine:")) {
            flags.put(SettingTable.ENGINE_ENABLED, "false");
        }
        SettingsLoader loader = new SettingsLoader(Map.of(), flags, null);
        return new TestingServer(folder, Server.open(loader, loader.load(), Map.of(), new NoProgress()));
    }

    private static String configuration(String settings, List<String> baseUrls) {
        StringBuilder yaml = new StringBuilder("auto-providers: false\n").append(settings.strip());
        if (!settings.contains("shutdown-grace")) {
            yaml.append("\nshutdown-grace: 0s");
        }
        yaml.append("\nproviders:\n");
        for (int i = 0; i < baseUrls.size(); i++) {
            yaml.append("  %s: {base-url: \"%s\", api-key: \"%s\"}\n"
                    .formatted(PROVIDERS.get(i), baseUrls.get(i), UPSTREAM_KEY));
        }
        yaml.append("models:\n  ").append(MODEL).append(":\n    deployments:\n");
        for (int i = 0; i < baseUrls.size(); i++) {
            yaml.append("      - {provider: %s, model: %s, order: %d}\n"
                    .formatted(PROVIDERS.get(i), UPSTREAM_MODEL, i + 1));
        }
        return yaml.toString();
    }

    int port() {
        return server.url().getPort();
    }

    /// A key that the server takes.
    String key() {
        return key;
    }

    /// Makes another key, as the command line does beside a running server, and waits until it works.
    String anotherKey() {
        String created = keys("create", "--name", "another");
        RawRequest request = RawRequest.get("/v1/models").header("Authorization", "Bearer " + created);
        return Eventually.get("the new key works", () -> call(request).status() == 200 ? created : null);
    }

    void revokeKey(String name) {
        keys("revoke", name);
    }

    private String keys(String command, String... arguments) {
        StringWriter printed = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data-dir", folder.toString()));
        int exit = new CommandLine(new KeysCommand())
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(line.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("keys " + line + " exited with " + exit);
        }
        return printed.toString().strip();
    }

    /// A connection of a client.
    RawConnection connect() throws IOException {
        return RawConnection.open(port());
    }

    /// Sends a request on a connection of its own and reads the whole answer.
    RawAnswer call(RawRequest request) throws IOException {
        try (RawConnection connection = connect()) {
            return connection.send(request).readAnswer();
        }
    }

    /// A chat request with one message; `members` are further members of the body, each with a leading comma.
    RawRequest chat(String text, String members) {
        return RawRequest.post(
                        "/v1/chat/completions",
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                                .formatted(MODEL, text, members))
                .header("Authorization", "Bearer " + key);
    }

    RawRequest chat() {
        return chat("Hello", "");
    }

    RawRequest streamedChat() {
        return chat("Hello", ",\"stream\":true");
    }

    RawRequest get(String path) {
        return RawRequest.get(path).header("Authorization", "Bearer " + key);
    }

    /// The receipt of a request, as soon as there is one.
    JsonNode receipt(String requestId) {
        return Eventually.get("the receipt of " + requestId, () -> findReceipt(requestId));
    }

    private @Nullable JsonNode findReceipt(String requestId) throws IOException {
        RawAnswer answer = call(get("/v1/requests/" + requestId));
        return answer.status() == 200 ? JSON.readTree(answer.body()) : null;
    }

    /// The value of one series of `/metrics`; 0 where there is none.
    ///
    /// @param series name and labels, as the exposition has them
    double metric(String series) throws IOException {
        return call(RawRequest.get("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    void awaitMetric(String series, double value) {
        Eventually.get(series + " = " + value, () -> metric(series) == value ? series : null);
    }

    /// Replaces the configuration file.
    void reconfigure(String settings, List<String> baseUrls) throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), configuration(settings, baseUrls));
    }

    /// Ends the server, as SIGTERM would, and leaves its folder.
    void stop() {
        server.close();
    }

    private record NoProgress() implements Progress {
        @Override
        public void say(String line) {}

        @Override
        public void bytes(String what, long done, long total) {}
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
