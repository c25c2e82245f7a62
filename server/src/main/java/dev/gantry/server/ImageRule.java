package dev.gantry.server;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.routing.Deployment;
import dev.gantry.server.routing.Routing;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Images are refused before any upstream sees them where the model has no vision; where a request names an address,
/// only hosts that take one see it.
final class ImageRule {
    private static final int NAMED_MODELS = 5;

    private ImageRule() {}

    /// What becomes of a request's route for the sake of its images.
    sealed interface Ruling {
        /// The deployments that may see the images.
        record Admitted(Routing.Route route) implements Ruling {}

        record Refused(ApiError error) implements Ruling {}
    }

    static Ruling rule(ChatRequestView view, Routing.Route route, Models models, Instant now) {
        if (!view.hasImages()) {
            return new Ruling.Admitted(route);
        }
        if (!route.model().hasVision()) {
            return new Ruling.Refused(noVision(route.model(), models, now));
        }
        return view.hasRemoteImages() ? hostedOnly(route) : new Ruling.Admitted(route);
    }

    /// A self-hosted target must not be made to fetch an address of the client's choice from inside the network.
    private static Ruling hostedOnly(Routing.Route route) {
        List<Deployment> hosted = route.deployments().stream()
                .filter(deployment -> !deployment.provider().selfHosted())
                .toList();
        return hosted.isEmpty()
                ? new Ruling.Refused(bytesOnly(route.model()))
                : new Ruling.Admitted(new Routing.Route(route.model(), hosted, route.replaced(), route.standsInFor()));
    }

    private static ApiError noVision(CatalogModel model, Models models, Instant now) {
        List<String> available = seeing(models, other -> models.router().isAvailable(other, now));
        List<String> seeing = available.isEmpty() ? seeing(models, other -> !other.isRetired(now)) : available;
        return new ApiError(
                ErrorCode.INVALID_VALUE,
                "The model " + model.id() + " takes no images. Models that do: " + String.join(", ", seeing) + ".",
                "messages");
    }

    private static List<String> seeing(Models models, Predicate<CatalogModel> also) {
        return models.catalog().models().stream()
                .filter(CatalogModel::hasVision)
                .filter(also)
                .map(CatalogModel::id)
                .limit(NAMED_MODELS)
                .toList();
    }

    private static ApiError bytesOnly(CatalogModel model) {
        return new ApiError(
                ErrorCode.INVALID_VALUE,
                "The model " + model.id() + " is self-hosted and takes images as bytes only: send the image as a data:"
                        + " URL (data:image/png;base64,…) instead of an address.",
                "messages");
    }
}
