package dev.gantry.server.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as clients see it, and where it is served. Immutable.
///
/// @param id the name in answers, with its own case; requests match without regard to case
/// @param price null where it is not known
/// @param retirement null where none is known
/// @param offers the first is preferred
public record CatalogModel(
        String id,
        List<String> aliases,
        About about,
        Tokens tokens,
        Abilities abilities,
        Traits traits,
        @Nullable Price price,
        @Nullable Retirement retirement,
        List<Offer> offers) {

    public CatalogModel {
        aliases = List.copyOf(aliases);
        offers = List.copyOf(offers);
    }

    /// What people want to know about a model.
    public record About(String name, String ownedBy, Instant created, String bestFor) {}

    /// Counts of tokens; null where one is not known.
    ///
    /// @param defaultMaxTokens the cap that is sent for a request that names none
    public record Tokens(
            @Nullable Integer contextLength, @Nullable Integer maxOutputTokens, int defaultMaxTokens) {}

    /// What a model can do, in the order of the enums.
    public record Abilities(
            Set<Capability> capabilities, Set<Modality> inputModalities, Set<Feature> supportedFeatures) {}

    /// How requests and answers of a model have to be treated.
    ///
    /// @param takesSampling whether `temperature` and `top_p` may be sent
    /// @param injectsDefaults whether the documented defaults of those are sent for a request without them
    /// @param thinksByDefault whether it thinks unless it is told not to
    /// @param alwaysThinks whether it cannot answer without thinking
    /// @param splitsThinkTags whether `<think>…</think>` at the start of its content is reasoning
    /// @param startsInThinking whether its prompt template holds the opening tag, so that raw output begins
    ///     inside thinking
    /// @param thinking how it is told to think, where its dialect is not OpenAI's
    public record Traits(
            boolean takesSampling,
            boolean injectsDefaults,
            boolean thinksByDefault,
            boolean alwaysThinks,
            boolean splitsThinkTags,
            boolean startsInThinking,
            ThinkingControl thinking) {}

    /// Whether it takes images.
    public boolean hasVision() {
        return abilities.inputModalities().contains(Modality.IMAGE);
    }

    /// Whether it is retired now.
    public boolean isRetired(Instant now) {
        return retirement != null && retirement.isInForce(now);
    }

    static String key(String idOrAlias) {
        return idOrAlias.toLowerCase(Locale.ROOT);
    }
}
