package dev.gantry.server.routing;

import static java.util.Objects.requireNonNull;

import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.Offer;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.catalog.Retirement;
import dev.gantry.server.config.RetiredModels;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the deployments that may answer for a model. Immutable and thread-safe as far as its source of
/// randomness is; it never blocks.
public final class Router {
    private static final int SUGGESTIONS = 3;
    private static final int ANSWERING = 5;

    private final ModelCatalog catalog;
    private final Map<String, RankedDeployments> deployments;
    private final ProviderDirectory providers;
    private final Settings.Serving serving;
    private final RandomGenerator random;

    /// @param random draws among deployments of the same order
    /// @throws StartupException when the stand-in is not in the catalog
    public Router(ModelCatalog catalog, ProviderDirectory providers, Settings.Serving serving, RandomGenerator random) {
        this.catalog = catalog;
        this.providers = providers;
        this.serving = serving;
        this.random = random;
        this.deployments =
                catalog.models().stream().collect(Collectors.toUnmodifiableMap(CatalogModel::id, this::configured));
        requireStandIn();
    }

    private void requireStandIn() {
        String standIn = serving.standIn();
        if (standIn != null && catalog.find(standIn).isEmpty()) {
            throw new StartupException("stand-in: there is no model '%s'; near ones: %s"
                    .formatted(standIn, String.join(", ", catalog.nearest(standIn, SUGGESTIONS))));
        }
    }

    /// Routes one request.
    ///
    /// @param requested the id or alias in the request, in any case
    /// @param now decides what is retired
    public Routing route(String requested, Instant now) {
        return catalog.find(requested)
                .map(model -> route(model, now))
                .orElseGet(() -> new Routing.UnknownModel(requested, catalog.nearest(requested, SUGGESTIONS)));
    }

    private Routing route(CatalogModel asked, Instant now) {
        Retirement retirement = asked.retirement();
        if (retirement == null || !retirement.isInForce(now)) {
            return serve(asked, null, now);
        }
        return switch (serving.retired()) {
            case SERVE -> serve(current(asked, now), asked.id(), now);
            case REFUSE -> new Routing.Retired(asked, retirement);
        };
    }

    private Routing serve(CatalogModel model, @Nullable String replaced, Instant now) {
        RankedDeployments configured = deployments(model);
        return configured.isEmpty()
                ? standIn(model, now)
                : new Routing.Route(model, configured.draw(random), replaced, null);
    }

    /// The model that answers for a name now: itself, or what its replacements lead to.
    private CatalogModel current(CatalogModel asked, Instant now) {
        CatalogModel model = asked;
        Retirement retirement = asked.retirement();
        while (retirement != null && retirement.isInForce(now)) {
            model = catalog.find(retirement.replacement()).orElseThrow();
            retirement = model.retirement();
        }
        return model;
    }

    private Routing standIn(CatalogModel unconfigured, Instant now) {
        return Optional.ofNullable(serving.standIn())
                .flatMap(catalog::find)
                .map(model -> current(model, now))
                .filter(model -> !deployments(model).isEmpty())
                .<Routing>map(
                        model -> new Routing.Route(model, deployments(model).draw(random), null, unconfigured.id()))
                .orElseGet(() -> new Routing.NotConfigured(unconfigured, variables(unconfigured), answering(now)));
    }

    /// Whether a configured provider serves the model, or its replacement once it is retired.
    public boolean isAvailable(CatalogModel model, Instant now) {
        boolean refused = model.isRetired(now) && serving.retired() == RetiredModels.REFUSE;
        return !refused && !deployments(current(model, now)).isEmpty();
    }

    private RankedDeployments deployments(CatalogModel model) {
        return requireNonNull(deployments.get(model.id()), model.id());
    }

    private RankedDeployments configured(CatalogModel model) {
        return RankedDeployments.of(model.offers().stream()
                .flatMap(offer -> deployment(model, offer))
                .toList());
    }

    private Stream<Deployment> deployment(CatalogModel model, Offer offer) {
        return providers.find(offer.provider()).stream()
                .map(entry -> Deployment.of(model, entry.provider(), offer, entry.endpoints()));
    }

    /// What would enable the model today: hosts that are known to serve it, or else likely ones.
    private List<String> variables(CatalogModel model) {
        Set<String> confirmed = variables(model.offers().stream().filter(Offer::confirmed));
        return List.copyOf(confirmed.isEmpty() ? variables(model.offers().stream()) : confirmed);
    }

    private Set<String> variables(Stream<Offer> offers) {
        Set<String> variables = new LinkedHashSet<>();
        offers.forEach(offer ->
                providers.enablingVariables(offer.provider()).stream().limit(1).forEach(variables::add));
        return variables;
    }

    private List<String> answering(Instant now) {
        return catalog.models().stream()
                .filter(model -> !model.isRetired(now) && isAvailable(model, now))
                .sorted(Comparator.comparing(model -> !isLocal(model)))
                .limit(ANSWERING)
                .map(CatalogModel::id)
                .toList();
    }

    private static boolean isLocal(CatalogModel model) {
        return model.offers().stream().anyMatch(offer -> offer.provider().equals(ProviderCatalog.LOCAL));
    }
}
