package dev.gantry.server.cli;

import dev.gantry.server.store.CliKeyFile;
import dev.gantry.server.store.DataFolder;
import dev.gantry.server.store.RunningServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a command finds its server, and the key that opens it: what the user says, else the environment, else the
/// data folder of a server that runs here.
record ServerAccess(URI url, String apiKey) {

    static ServerAccess find(
            @Nullable String urlOption,
            @Nullable String keyOption,
            @Nullable Path dataDir,
            Map<String, String> environment) {
        String url = urlOption != null ? urlOption : environment.get("GANTRY_URL");
        String key = keyOption != null ? keyOption : environment.get("GANTRY_API_KEY");
        if (url != null) {
            if (key == null) {
                throw new ChatFailure("A server was named, but no key for it: set GANTRY_API_KEY.");
            }
            return new ServerAccess(address(url), key);
        }
        Path path = DataFolder.locate(dataDir, environment);
        DataFolder folder = DataFolder.find(path).orElseThrow(() -> notRunning(path));
        URI running = folder.runningServer().map(RunningServer::url).orElseThrow(() -> notRunning(path));
        return new ServerAccess(running, key != null ? key : cliKey(folder));
    }

    private static URI address(String url) {
        if (!url.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new ChatFailure("The server's address is '" + url + "', expected one like http://127.0.0.1:8080.");
        }
        return URI.create(url.replaceAll("(/v1)?/*$", ""));
    }

    private static String cliKey(DataFolder folder) {
        return new CliKeyFile(folder)
                .read()
                .orElseThrow(() -> new ChatFailure(
                        "The data folder has no cli.key; start the server once more, or set GANTRY_API_KEY."));
    }

    private static ChatFailure notRunning(Path folder) {
        return new ChatFailure(
                "No server runs on the data folder " + folder + ". Start one in another terminal: ./gantry serve");
    }

    /// The address alone: the key never reaches a log.
    @Override
    public String toString() {
        return url.toString();
    }
}
