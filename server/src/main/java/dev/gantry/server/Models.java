package dev.gantry.server;

import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.ModelsDocument;
import dev.gantry.server.routing.Router;
import java.time.InstantSource;
import java.util.Optional;

/// The catalog and the router of one configuration: replaced as a whole when the configuration changes. Immutable.
record Models(ModelCatalog catalog, Router router, InstantSource clock) {
    byte[] listDocument() {
        return ModelsDocument.list(catalog.models(), model -> router.isAvailable(model, clock.instant()));
    }

    Optional<byte[]> findDocument(String idOrAlias) {
        return catalog.find(idOrAlias)
                .map(model -> ModelsDocument.one(model, router.isAvailable(model, clock.instant())));
    }
}
