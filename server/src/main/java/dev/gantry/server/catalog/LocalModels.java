package dev.gantry.server.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes catalog entries for what the embedded engine serves.
final class LocalModels {
    private static final int DEFAULT_CAP = 1_024;

    private LocalModels() {}

    /// @param known the entry of the same id, if the catalog has one: it lends name and description
    /// @param first whether it gets the alias `local`
    static CatalogModel merge(LocalModel local, Optional<CatalogModel> known, boolean first) {
        List<String> aliases = known.map(CatalogModel::aliases).orElse(List.of());
        return new CatalogModel(
                known.map(CatalogModel::id).orElse(local.id()),
                first
                        ? Stream.concat(aliases.stream(), Stream.of(ModelCatalog.LOCAL_ALIAS))
                                .toList()
                        : aliases,
                known.map(CatalogModel::about).orElseGet(() -> about(local)),
                new CatalogModel.Tokens(
                        local.contextTokens(), local.contextTokens(), Math.min(DEFAULT_CAP, local.contextTokens())),
                abilities(local),
                traits(local, known),
                Price.FREE,
                null,
                List.of(new Offer(ProviderCatalog.LOCAL, local.id(), 1, 1, true, false)));
    }

    static CatalogModel withoutAlias(CatalogModel model, String alias) {
        return withAliases(
                model,
                model.aliases().stream()
                        .filter(own -> !own.equalsIgnoreCase(alias))
                        .toList());
    }

    static CatalogModel withAliases(CatalogModel model, List<String> aliases) {
        return new CatalogModel(
                model.id(),
                aliases,
                model.about(),
                model.tokens(),
                model.abilities(),
                model.traits(),
                model.price(),
                model.retirement(),
                model.offers());
    }

    private static CatalogModel.About about(LocalModel local) {
        return new CatalogModel.About(local.id(), "local", Instant.EPOCH, "Private, on this machine");
    }

    private static CatalogModel.Abilities abilities(LocalModel local) {
        Set<Capability> capabilities = EnumSet.of(Capability.CHAT);
        Set<Modality> modalities = EnumSet.of(Modality.TEXT);
        Set<Feature> features = EnumSet.of(Feature.STRUCTURED_OUTPUTS, Feature.JSON_MODE, Feature.LOGPROBS);
        if (local.vision()) {
            capabilities.add(Capability.VISION);
            modalities.add(Modality.IMAGE);
        }
        if (local.thinks()) {
            capabilities.add(Capability.REASONING);
            features.add(Feature.REASONING);
        }
        if (local.tools()) {
            features.add(Feature.TOOLS);
        }
        return new CatalogModel.Abilities(
                Collections.unmodifiableSet(capabilities),
                Collections.unmodifiableSet(modalities),
                Collections.unmodifiableSet(features));
    }

    private static CatalogModel.Traits traits(LocalModel local, Optional<CatalogModel> known) {
        boolean injects = known.map(model -> model.traits().injectsDefaults()).orElse(false);
        return new CatalogModel.Traits(
                true, injects && !local.thinks(), local.thinks(), false, local.thinks(), false, ThinkingControl.NONE);
    }
}
