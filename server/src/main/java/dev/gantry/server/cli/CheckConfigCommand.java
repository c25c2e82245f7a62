package dev.gantry.server.cli;

import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.config.EffectiveValue;
import dev.gantry.server.config.LoadedSettings;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.SettingsPage;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.routing.EndpointSource;
import dev.gantry.server.routing.OwnListener;
import dev.gantry.server.routing.ProviderDirectory;
import dev.gantry.server.routing.ProviderDiscovery;
import dev.gantry.server.routing.Router;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Loads the configuration as `serve` would, and prints what is in effect and where each value comes from.
@Command(
        name = "check-config",
        description = {"Prints the effective configuration, secrets masked, and where each value comes from.", ""},
        footer = {
            "",
            "Exits 0 when the server would start with it, and 1 with one sentence when not:",
            "",
            "  ./gantry check-config                            what serve would use",
            "  ./gantry check-config --config new.yaml          a file before its use",
            "  GANTRY_LISTEN_PORT=9000 ./gantry check-config    what a variable changes",
            "  ./gantry check-config --describe                 all settings, as Markdown"
        })
public final class CheckConfigCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--describe", description = "Print the reference of all settings instead, as Markdown.")
    private boolean describe;

    public CheckConfigCommand() {
        this(System.getenv());
    }

    CheckConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        try {
            print(out);
            return 0;
        } catch (StartupException e) {
            command.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private void print(PrintWriter out) {
        if (describe) {
            out.print(SettingsPage.markdown());
            return;
        }
        LoadedSettings loaded = options.loader(environment).load();
        ModelCatalog catalog = ModelCatalog.of(loaded.settings().models());
        ProviderDirectory providers = providers(loaded.settings());
        new Router(catalog, providers, loaded.settings().serving(), new SplittableRandom(0));
        out.println("file: " + (loaded.file() == null ? "none" : loaded.file()));
        out.println();
        printValues(loaded, out);
        out.println();
        printProviders(providers, out);
        out.println();
        out.println(catalog.models().size() + " models in the catalog; './gantry models' lists them.");
    }

    private ProviderDirectory providers(Settings settings) {
        OwnListener listener =
                new OwnListener(settings.listen().host(), settings.listen().port());
        return new ProviderDiscovery(ProviderCatalog.builtIn(), environment, listener::isAddressedBy, _ -> false)
                .discover(settings);
    }

    private static void printValues(LoadedSettings loaded, PrintWriter out) {
        TextTable table = new TextTable();
        for (EffectiveValue value : loaded.effective()) {
            table.row(value.key(), value.text(), value.origin().description());
        }
        table.print(out);
    }

    private static void printProviders(ProviderDirectory providers, PrintWriter out) {
        if (providers.entries().isEmpty()) {
            out.println("No provider is configured; only the embedded engine can answer.");
            return;
        }
        TextTable table = new TextTable().row("PROVIDER", "ADDRESS", "KEY");
        providers
                .entries()
                .forEach(entry -> table.row(entry.provider().name(), address(entry.endpoints()), entry.keySource()));
        table.print(out);
    }

    private static String address(EndpointSource endpoints) {
        return endpoints
                .endpoint()
                .map(endpoint -> endpoint.baseUrl().toString())
                .orElse("");
    }
}
