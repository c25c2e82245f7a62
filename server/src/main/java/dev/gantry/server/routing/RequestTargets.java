package dev.gantry.server.routing;

import dev.gantry.protocol.openai.RequestTarget;
import dev.gantry.protocol.openai.SamplingSupport;
import dev.gantry.protocol.openai.TokenCapField;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.Offer;
import dev.gantry.server.catalog.Provider;
import java.util.Locale;

/// Reads from the rows of model and host how a request to a deployment has to look.
final class RequestTargets {
    private RequestTargets() {}

    static RequestTarget of(CatalogModel model, Provider provider, Offer offer) {
        Integer maxOutputTokens = model.tokens().maxOutputTokens();
        return new RequestTarget(
                offer.upstreamModel(),
                TokenCapField.valueOf(provider.tokenCapField().toUpperCase(Locale.ROOT)),
                model.tokens().defaultMaxTokens(),
                maxOutputTokens == null ? 0 : maxOutputTokens,
                model.traits().takesSampling() ? SamplingSupport.FULL : SamplingSupport.NONE,
                model.traits().injectsDefaults(),
                provider.streamUsage(),
                provider.developerRole(),
                provider.droppedFields());
    }
}
