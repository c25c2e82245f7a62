package dev.gantry.server.cli;

import dev.gantry.server.Server;
import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.config.Settings;
import dev.gantry.server.engine.LocalModel;
import java.io.PrintWriter;
import java.util.Optional;

/// What a person reads when the server is up. Its last line, alone, is for programs: `ready URL`.
final class StartupText {
    private static final String BETTER_MODEL = "./gantry serve --model hf:Qwen/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q8_0.gguf";

    private final PrintWriter out;
    private final Settings settings;

    StartupText(PrintWriter out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    void print(Server server) {
        out.println("Data folder: " + settings.dataDir());
        aboutLocalModel(server);
        server.firstKey().ifPresent(this::aboutFirstKey);
        tryIt(server);
        out.println("ready " + server.url());
        out.flush();
    }

    private void aboutLocalModel(Server server) {
        if (!server.hasUpstream()) {
            out.println("No provider is configured and the engine is off: no model answers yet.");
            out.println("./gantry models lists the models, each with the variable that enables it.");
            return;
        }
        server.localModel().ifPresent(model -> {
            out.println("Local model: " + model + " (model id: local)");
            if (model.equals(LocalModel.DEFAULT_ID)) {
                out.println(
                        "It is tiny: there to try the wire, not to be relied on. A better one is 1.8 GB to download:");
                out.println("  " + BETTER_MODEL);
                out.println("./gantry models --local recommends others. A provider's key, such as OPENAI_API_KEY,"
                        + " enables hosted models.");
            }
        });
    }

    private void aboutFirstKey(ApiKey key) {
        out.println();
        out.println("Your first API key, shown this once (./gantry keys create makes more):");
        out.println("  " + key.secret());
    }

    private void tryIt(Server server) {
        Optional<String> model = server.localModel();
        if (model.isEmpty()) {
            return;
        }
        String key = server.firstKey().map(ApiKey::secret).orElse("$GANTRY_API_KEY");
        out.println();
        out.println(
                server.firstKey().isPresent()
                        ? "Try it:"
                        : "Try it (GANTRY_API_KEY is a key of yours; ./gantry keys create --name NAME makes one):");
        out.println("  curl " + server.url() + "/v1/chat/completions \\");
        out.println("    -H 'Content-Type: application/json' \\");
        out.println("    -H \"Authorization: Bearer " + key + "\" \\");
        out.println("    -d '{\"model\": \"local\", \"messages\": [{\"role\": \"user\", \"content\":"
                + " \"Explain what an API is in one sentence.\"}]}'");
        out.println();
    }
}
