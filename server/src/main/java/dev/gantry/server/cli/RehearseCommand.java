package dev.gantry.server.cli;

import dev.gantry.server.Server;
import dev.gantry.server.config.LoadedSettings;
import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingTable;
import dev.gantry.server.config.SettingsLoader;
import dev.gantry.server.engine.PlainProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Starts and stops a server on a throw-away folder, so that the JVM can record the classes of a start; `./gantry`
/// runs it once after a build.
@Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("gantry-rehearsal");
        Map<Setting<?>, String> flags = Map.of(
                SettingTable.DATA_DIR, folder.toString(),
                SettingTable.LISTEN_PORT, "0",
                SettingTable.ENGINE_ENABLED, "false");
        SettingsLoader loader = new SettingsLoader(Map.of(), flags, null);
        LoadedSettings loaded = loader.load();
        try (Server server = Server.open(loader, loaded, Map.of(), new PlainProgress(_ -> {}));
                HttpClient client = HttpClient.newHttpClient()) {
            String key = server.firstKey().orElseThrow().secret();
            get(client, server.url().resolve("/v1/models"), key);
            post(client, server.url().resolve("/v1/chat/completions"), key);
        }
        return 0;
    }

    private static void get(HttpClient client, URI uri, String key) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(uri)
                        .header("authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /// No provider is there: the request is read, routed and refused.
    private static void post(HttpClient client, URI uri, String key) throws IOException, InterruptedException {
        String body = "{\"model\":\"deepseek-ai/DeepSeek-V3\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        client.send(
                HttpRequest.newBuilder(uri)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
