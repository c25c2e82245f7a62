package dev.gantry.server.routing;

import dev.gantry.protocol.openai.RequestTarget;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.Offer;
import dev.gantry.server.catalog.Provider;
import java.util.Optional;

/// One model at one provider: what a request to it has to look like, and where it goes. Immutable.
///
/// @param model the catalog's model, with its caps and traits
/// @param provider the host, with its peculiarities
/// @param offer the model's name there, its weight and its order
/// @param target how a request has to be rewritten for it
/// @param endpoints where the host is
public record Deployment(
        CatalogModel model, Provider provider, Offer offer, RequestTarget target, EndpointSource endpoints) {
    static Deployment of(CatalogModel model, Provider provider, Offer offer, EndpointSource endpoints) {
        return new Deployment(model, provider, offer, RequestTargets.of(model, provider, offer), endpoints);
    }

    /// The provider's name, as `x-gantry-provider` has it.
    public String providerName() {
        return provider.name();
    }

    /// The model's name at the provider.
    public String upstreamModel() {
        return offer.upstreamModel();
    }

    /// Where to send the request now; empty while the provider cannot be reached at all.
    public Optional<Endpoint> endpoint() {
        return endpoints.endpoint();
    }

    /// Whether raw output begins inside thinking, without an opening tag. Only a self-hosted engine shows raw
    /// output: hosted ones add the tag or split the reasoning off.
    public boolean startsInThinking() {
        return model.traits().startsInThinking() && provider.selfHosted();
    }
}
