package dev.gantry.server.engine;

import dev.gantry.protocol.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The two ways to launch llama.cpp's server: the program with its flags, the wheel with our Python script.
/// Thread-safe.
final class ProgramLauncher implements EngineLauncher {
    /// The engine holds one HTTP thread for each request, also for a waiting one; these are left for health checks.
    private static final int SPARE_HTTP_THREADS = 8;

    private final EngineSettings settings;
    private final EngineScripts scripts;

    ProgramLauncher(EngineSettings settings, EngineScripts scripts) {
        this.settings = settings;
        this.scripts = scripts;
    }

    @Override
    public ChildCommand command(ProvisionedEngine engine, String apiKey) throws IOException {
        List<String> arguments = switch (engine.program()) {
            case EngineProgram.LlamaServerBinary binary -> binaryArguments(binary, engine.model());
            case EngineProgram.XllamacppWheel wheel -> wheelArguments(wheel, engine.model());
        };
        return new ChildCommand(arguments, Map.of("LLAMA_API_KEY", apiKey));
    }

    private List<String> binaryArguments(EngineProgram.LlamaServerBinary binary, LocalModel model) {
        List<String> arguments = new ArrayList<>(List.of(
                binary.path().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--model",
                model.path().toString(),
                "--ctx-size",
                String.valueOf(contextTokens(model)),
                "--parallel",
                String.valueOf(settings.parallelSlots()),
                "--threads",
                String.valueOf(settings.threads())));
        if (model.projector() != null) {
            arguments.addAll(List.of("--mmproj", model.projector().toString()));
        }
        arguments.addAll(optionalFlags(binary, model));
        return arguments;
    }

    /// Flags that only some builds have, each in the first spelling that this build knows.
    private List<String> optionalFlags(EngineProgram.LlamaServerBinary binary, LocalModel model) {
        List<List<String>> wanted = List.of(
                List.of("--alias", model.id()),
                List.of("--threads-http", String.valueOf(httpThreads())),
                List.of("--cache-ram", String.valueOf(settings.cacheMemoryMib())),
                List.of("--no-kv-unified"),
                List.of("--jinja"),
                List.of("--offline"),
                List.of("--no-slots"),
                List.of(binary.flags().contains("--no-ui") ? "--no-ui" : "--no-webui"));
        return wanted.stream()
                .filter(flag -> binary.flags().contains(flag.getFirst()))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> wheelArguments(EngineProgram.XllamacppWheel wheel, LocalModel model) throws IOException {
        return List.of(
                wheel.python().toString(),
                "-I",
                "-S",
                scripts.file("xllamacpp_launcher.py").toString(),
                wheel.folder().toString(),
                wheelSettings(model));
    }

    private String wheelSettings(LocalModel model) {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"model\":");
        JsonText.appendQuoted(json, model.path().toString());
        json.append(",\"alias\":");
        JsonText.appendQuoted(json, model.id());
        json.append(",\"projector\":");
        JsonText.appendQuoted(json, Objects.toString(model.projector(), ""));
        return json.append(",\"context_tokens\":")
                .append(contextTokens(model))
                .append(",\"slots\":")
                .append(settings.parallelSlots())
                .append(",\"threads\":")
                .append(settings.threads())
                .append(",\"http_threads\":")
                .append(httpThreads())
                .append(",\"cache_mib\":")
                .append(settings.cacheMemoryMib())
                .append('}')
                .toString();
    }

    private int contextTokens(LocalModel model) {
        return Math.multiplyExact(model.contextTokens(), settings.parallelSlots());
    }

    private int httpThreads() {
        return settings.parallelSlots() + settings.queuedRequests() + SPARE_HTTP_THREADS;
    }
}
