package dev.gantry.server.catalog;

import dev.gantry.server.config.ModelSettings;
import dev.gantry.server.config.ModelSettings.Abilities;
import dev.gantry.server.config.ModelSettings.About;
import dev.gantry.server.config.ModelSettings.DeploymentSettings;
import dev.gantry.server.config.ModelSettings.PriceSettings;
import dev.gantry.server.config.ModelSettings.Tokens;
import dev.gantry.server.config.ModelSettings.Traits;
import dev.gantry.server.config.StartupException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row of the catalog before it is complete: what the built-in data or the user's configuration says
/// about a model. Immutable.
///
/// @param builtIn whether the built-in data knows the model; the documented defaults are injected only then
record ModelRow(String id, ModelSettings settings, boolean builtIn) {
    private static final int DEFAULT_CAP = 4_096;
    private static final int REASONING_CAP = 16_384;

    /// This row with the user's entry on top.
    ModelRow overlaid(ModelSettings over) {
        ModelSettings merged = new ModelSettings(
                over.hidden(),
                Stream.concat(settings.aliases().stream(), over.aliases().stream())
                        .distinct()
                        .toList(),
                about(over.about()),
                tokens(over.tokens()),
                abilities(over.abilities()),
                traits(over.traits()),
                or(over.price(), settings.price()),
                or(over.shutdownDate(), settings.shutdownDate()),
                or(over.replacement(), settings.replacement()),
                over.deployments().isEmpty() ? settings.deployments() : over.deployments());
        return new ModelRow(id, merged, builtIn);
    }

    private About about(About over) {
        About base = settings.about();
        return new About(
                or(over.name(), base.name()),
                or(over.ownedBy(), base.ownedBy()),
                or(over.released(), base.released()),
                or(over.bestFor(), base.bestFor()));
    }

    private Tokens tokens(Tokens over) {
        Tokens base = settings.tokens();
        return new Tokens(
                or(over.contextLength(), base.contextLength()),
                or(over.maxOutputTokens(), base.maxOutputTokens()),
                or(over.defaultMaxTokens(), base.defaultMaxTokens()));
    }

    private Abilities abilities(Abilities over) {
        Abilities base = settings.abilities();
        return new Abilities(
                or(over.capabilities(), base.capabilities()),
                or(over.inputModalities(), base.inputModalities()),
                or(over.supportedFeatures(), base.supportedFeatures()));
    }

    private Traits traits(Traits over) {
        Traits base = settings.traits();
        return new Traits(
                or(over.takesSampling(), base.takesSampling()),
                or(over.thinksByDefault(), base.thinksByDefault()),
                or(over.alwaysThinks(), base.alwaysThinks()),
                or(over.splitsThinkTags(), base.splitsThinkTags()),
                or(over.startsInThinking(), base.startsInThinking()),
                or(over.thinking(), base.thinking()));
    }

    /// The complete model.
    CatalogModel toModel() {
        CatalogModel.Abilities abilities = abilities();
        return new CatalogModel(
                id,
                settings.aliases(),
                about(),
                tokens(abilities),
                abilities,
                traits(),
                settings.price() == null ? null : price(settings.price()),
                retirement(),
                settings.deployments().stream().map(this::offer).toList());
    }

    private CatalogModel.About about() {
        About about = settings.about();
        int slash = id.indexOf('/');
        return new CatalogModel.About(
                otherwise(about.name(), id),
                otherwise(about.ownedBy(), slash > 0 ? id.substring(0, slash) : "user"),
                otherwise(about.released(), LocalDate.EPOCH)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant(),
                otherwise(about.bestFor(), ""));
    }

    private CatalogModel.Tokens tokens(CatalogModel.Abilities abilities) {
        Tokens tokens = settings.tokens();
        int cap = abilities.capabilities().contains(Capability.REASONING) ? REASONING_CAP : DEFAULT_CAP;
        int bounded = tokens.maxOutputTokens() == null ? cap : Math.min(cap, tokens.maxOutputTokens());
        return new CatalogModel.Tokens(
                tokens.contextLength(), tokens.maxOutputTokens(), otherwise(tokens.defaultMaxTokens(), bounded));
    }

    private CatalogModel.Abilities abilities() {
        Abilities abilities = settings.abilities();
        Set<Modality> modalities = words("input-modalities", abilities.inputModalities(), Modality.class);
        Set<Capability> capabilities = words("capabilities", abilities.capabilities(), Capability.class);
        return new CatalogModel.Abilities(
                capabilities.isEmpty() ? EnumSet.of(Capability.CHAT) : capabilities,
                modalities.isEmpty() ? EnumSet.of(Modality.TEXT) : modalities,
                words("supported-features", abilities.supportedFeatures(), Feature.class));
    }

    private CatalogModel.Traits traits() {
        Traits traits = settings.traits();
        boolean takesSampling = otherwise(traits.takesSampling(), true);
        boolean thinks = otherwise(traits.thinksByDefault(), false) || otherwise(traits.alwaysThinks(), false);
        return new CatalogModel.Traits(
                takesSampling,
                builtIn && takesSampling && !thinks,
                thinks,
                otherwise(traits.alwaysThinks(), false),
                otherwise(traits.splitsThinkTags(), false),
                otherwise(traits.startsInThinking(), false),
                ThinkingControl.valueOf(otherwise(traits.thinking(), "none").toUpperCase(Locale.ROOT)));
    }

    private Price price(PriceSettings price) {
        return new Price(
                picoUsd("input", price.input()),
                picoUsd("output", price.output()),
                price.cachedInput() == null ? null : picoUsd("cached-input", price.cachedInput()));
    }

    private long picoUsd(String key, String text) {
        return Price.parse(text)
                .orElseThrow(() -> new StartupException(
                        "models.%s.price.%s: found '%s', expected US dollars per million tokens, 0 to 100000, with at most six decimals"
                                .formatted(id, key, text)));
    }

    private @Nullable Retirement retirement() {
        if ((settings.shutdownDate() == null) != (settings.replacement() == null)) {
            throw new StartupException("models.%s: shutdown-date and replacement belong together".formatted(id));
        }
        return settings.shutdownDate() == null || settings.replacement() == null
                ? null
                : new Retirement(settings.shutdownDate(), settings.replacement());
    }

    private Offer offer(DeploymentSettings deployment) {
        return new Offer(
                deployment.provider(),
                otherwise(deployment.model(), id),
                deployment.weight(),
                deployment.order(),
                deployment.confirmed(),
                deployment.streamOnly());
    }

    private <E extends Enum<E>> Set<E> words(String key, @Nullable List<String> words, Class<E> type) {
        Set<E> constants = EnumSet.noneOf(type);
        for (String word : otherwise(words, List.<String>of())) {
            constants.add(constant(key, word, type));
        }
        return Collections.unmodifiableSet(constants);
    }

    private <E extends Enum<E>> E constant(String key, String word, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new StartupException("models.%s.%s: found '%s', expected some of %s"
                .formatted(id, key, word, String.join(", ", names(type))));
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static <T> @Nullable T or(@Nullable T value, @Nullable T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> T otherwise(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
