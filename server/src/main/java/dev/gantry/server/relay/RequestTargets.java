package dev.gantry.server.relay;

import dev.gantry.protocol.openai.RequestTarget;
import dev.gantry.protocol.openai.SamplingSupport;
import dev.gantry.protocol.openai.TokenCapField;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.Provider;
import dev.gantry.server.routing.Deployment;
import java.util.Locale;

/// Reads from the rows of model and host how a request to a deployment has to look.
final class RequestTargets {
    private RequestTargets() {}

    static RequestTarget of(Deployment deployment) {
        CatalogModel model = deployment.model();
        Provider provider = deployment.provider();
        Integer maxOutputTokens = model.tokens().maxOutputTokens();
        return new RequestTarget(
                deployment.upstreamModel(),
                capField(provider),
                model.tokens().defaultMaxTokens(),
                maxOutputTokens == null ? 0 : maxOutputTokens,
                model.traits().takesSampling() ? SamplingSupport.FULL : SamplingSupport.NONE,
                model.traits().injectsDefaults(),
                provider.streamUsage(),
                provider.developerRole(),
                provider.droppedFields());
    }

    private static TokenCapField capField(Provider provider) {
        return TokenCapField.valueOf(provider.tokenCapField().toUpperCase(Locale.ROOT));
    }
}
