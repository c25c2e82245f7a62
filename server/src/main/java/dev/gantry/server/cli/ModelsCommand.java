package dev.gantry.server.cli;

import dev.gantry.server.catalog.Capability;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.LocalModel;
import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.ModelsDocument;
import dev.gantry.server.catalog.Offer;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.catalog.Recommendation;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.routing.OwnListener;
import dev.gantry.server.routing.ProviderDirectory;
import dev.gantry.server.routing.ProviderDiscovery;
import dev.gantry.server.routing.Router;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists the catalog: what each model is good for, and what makes it available.
@Command(
        name = "models",
        description = {"Lists the models, what they are good for, and what makes each available.", ""},
        footer = {
            "",
            "A model is available once the key of a provider that serves it is set:",
            "",
            "  ./gantry models                             the catalog as a table",
            "  OPENROUTER_API_KEY=... ./gantry models      what one key makes available",
            "  ./gantry models --json | jq '.data[].id'    as GET /v1/models answers",
            "  ./gantry models --local                     small models for the engine"
        })
public final class ModelsCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Clock clock;

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

    @Option(names = "--json", description = "Print the list as GET /v1/models answers it.")
    private boolean json;

    @Option(names = "--local", description = "Recommend small models for the embedded engine.")
    private boolean local;

    public ModelsCommand() {
        this(System.getenv(), Clock.systemUTC());
    }

    ModelsCommand(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
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
        if (local) {
            printRecommendations(out);
            return;
        }
        Settings settings = options.loader(environment).load().settings();
        ModelCatalog catalog = catalog(settings);
        ProviderDirectory providers = providers(settings);
        Router router = new Router(catalog, providers, settings.serving(), new SplittableRandom(0));
        Instant now = clock.instant();
        if (json) {
            byte[] list = ModelsDocument.list(catalog.models(), model -> router.isAvailable(model, now));
            out.println(new String(list, StandardCharsets.UTF_8));
        } else {
            printTable(catalog, providers, now, out);
        }
    }

    private static ModelCatalog catalog(Settings settings) {
        ModelCatalog catalog = ModelCatalog.of(settings.models());
        return startsDefaultModel(settings) ? catalog.withLocalModels(List.of(LocalModel.DEFAULT)) : catalog;
    }

    private ProviderDirectory providers(Settings settings) {
        OwnListener listener =
                new OwnListener(settings.listen().host(), settings.listen().port());
        ProviderDirectory found = new ProviderDiscovery(
                        ProviderCatalog.builtIn(), environment, listener::isAddressedBy, _ -> false)
                .discover(settings);
        return startsDefaultModel(settings) ? found.withEngine(Optional::empty) : found;
    }

    private static boolean startsDefaultModel(Settings settings) {
        return settings.engine().enabled() && settings.engine().model() == null;
    }

    private static void printTable(ModelCatalog catalog, ProviderDirectory providers, Instant now, PrintWriter out) {
        TextTable table = new TextTable().row("MODEL", "CONTEXT", "VISION", "CATEGORIES", "BEST FOR", "AVAILABLE VIA");
        for (CatalogModel model : catalog.models()) {
            table.row(
                    model.id(),
                    context(model.tokens().contextLength()),
                    model.hasVision() ? "Vision" : "",
                    categories(model),
                    model.about().bestFor(),
                    via(model, providers, now));
        }
        table.print(out);
        out.println();
        out.println("(VARIABLE): set one of them, and its provider serves the model.");
    }

    private static String context(@Nullable Integer tokens) {
        if (tokens == null) {
            return "?";
        }
        int kilo = tokens % 1_000 == 0 ? 1_000 : 1_024;
        int mega = kilo * kilo;
        return tokens % mega == 0 ? tokens / mega + "M" : tokens / kilo + "K";
    }

    private static String categories(CatalogModel model) {
        return model.abilities().capabilities().stream()
                .filter(capability -> capability != Capability.VISION)
                .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String via(CatalogModel model, ProviderDirectory providers, Instant now) {
        if (model.retirement() != null && model.isRetired(now)) {
            return "retired; " + model.retirement().replacement() + " answers";
        }
        String configured = model.offers().stream()
                .map(Offer::provider)
                .filter(provider -> providers.find(provider).isPresent())
                .collect(Collectors.joining(", "));
        return configured.isEmpty() ? variables(model, providers) : configured;
    }

    private static String variables(CatalogModel model, ProviderDirectory providers) {
        Stream<String> variables = model.offers().stream()
                .flatMap(offer ->
                        providers.enablingVariables(offer.provider()).stream().limit(1));
        String all = variables.collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : "(" + all + ")";
    }

    private static void printRecommendations(PrintWriter out) {
        List<Recommendation> all = Recommendation.builtIn();
        out.println("Small models with open weights that the Hugging Face hub serves; sizes are approximate.");
        out.println("Start one with:");
        out.println();
        out.println("  ./gantry serve --model " + all.get(1).reference());
        out.println();
        TextTable table = new TextTable().row("MODEL", "SIZE", "LICENCE", "CAN", "REFERENCE");
        for (Recommendation one : all) {
            table.row(one.name(), one.size(), one.licence(), String.join(", ", one.can()), one.reference());
        }
        table.print(out);
    }
}
