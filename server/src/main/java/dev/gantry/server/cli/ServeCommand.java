package dev.gantry.server.cli;

import dev.gantry.server.Server;
import dev.gantry.server.config.LoadedSettings;
import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingTable;
import dev.gantry.server.config.SettingsLoader;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.engine.PlainProgress;
import dev.gantry.server.engine.Progress;
import dev.gantry.server.engine.TerminalProgress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry serve`: opens a server and keeps it until the process is told to end.
@Command(
        name = "serve",
        description = {"Serves the API. The first start fetches an engine and a small model, and makes a first key.", ""
        },
        footer = {
            "",
            "Providers come from the environment (OPENAI_API_KEY, DEEPSEEK_API_KEY, …) or",
            "from the configuration. docs/operations.md lists all settings; each flag is",
            "one of them.",
            "",
            "Examples:",
            "  ./gantry serve",
            "  ./gantry serve --model hf:Qwen/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q8_0.gguf",
            "  DEEPSEEK_API_KEY=… ./gantry serve --no-engine --host 0.0.0.0 --port 80",
            "  ./gantry serve --stand-in local      answers for models without a provider"
        })
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigOptions configuration;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on; default: 127.0.0.1.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, 0 for a free one; default: 8080.")
    private @Nullable String port;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "What the local engine serves: FILE.gguf, hf:org/repo/file.gguf, or local/NAME.")
    private @Nullable String model;

    @Option(names = "--no-engine", description = "Start no local engine; only providers answer.")
    private boolean noEngine;

    @Option(names = "--engine-path", paramLabel = "PATH", description = "A llama-server program to use.")
    private @Nullable String enginePath;

    @Option(
            names = "--stand-in",
            paramLabel = "ID",
            description = "The model that answers for catalog models that no provider serves.")
    private @Nullable String standIn;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM certificate chain; listens with TLS.")
    private @Nullable String tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM private key of the certificate.")
    private @Nullable String tlsKey;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, String> environment = System.getenv();
        try {
            SettingsLoader loader = configuration.loader(environment, flags());
            LoadedSettings loaded = loader.load();
            Server server = Server.open(loader, loaded, environment, progress());
            closeAtExit(server);
            new StartupText(out, loaded.settings()).print(server);
        } catch (StartupException failure) {
            err.println(failure.getMessage());
            return 1;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private Map<Setting<?>, String> flags() {
        Map<Setting<?>, String> flags = new HashMap<>();
        put(flags, SettingTable.LISTEN_HOST, host);
        put(flags, SettingTable.LISTEN_PORT, port);
        put(flags, SettingTable.ENGINE_MODEL, model);
        put(flags, SettingTable.ENGINE_ENABLED, noEngine ? "false" : null);
        put(flags, SettingTable.ENGINE_PATH, enginePath);
        put(flags, SettingTable.STAND_IN, standIn);
        put(flags, SettingTable.TLS_CERT, tlsCert);
        put(flags, SettingTable.TLS_KEY, tlsKey);
        return flags;
    }

    private static void put(Map<Setting<?>, String> flags, Setting<?> setting, @Nullable String text) {
        if (text != null) {
            flags.put(setting, text);
        }
    }

    private static Progress progress() {
        boolean terminal = Terminal.isInteractive();
        return terminal ? new TerminalProgress(System.err) : new PlainProgress(System.err::println);
    }

    /// The process ends when it is told to (SIGTERM, Ctrl-C); an orderly end is a success, so the exit code is 0.
    private static void closeAtExit(Server server) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    server.close();
                    Runtime.getRuntime().halt(0);
                }));
    }
}
