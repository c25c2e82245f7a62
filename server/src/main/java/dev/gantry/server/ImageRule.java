package dev.gantry.server;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.routing.Routing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Images are refused before any upstream sees them where the model has no vision, or where its host takes only
/// bytes and the request names an address.
final class ImageRule {
    private static final int NAMED_MODELS = 5;

    private ImageRule() {}

    static Optional<ApiError> check(ChatRequestView view, Routing.Route route, Models models, Instant now) {
        if (!view.hasImages()) {
            return Optional.empty();
        }
        if (!route.model().hasVision()) {
            return Optional.of(noVision(route.model(), models, now));
        }
        boolean selfHosted = route.deployments().stream()
                .anyMatch(deployment -> deployment.provider().selfHosted());
        return view.hasRemoteImages() && selfHosted ? Optional.of(bytesOnly(route.model())) : Optional.empty();
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
