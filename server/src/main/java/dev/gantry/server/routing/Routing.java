package dev.gantry.server.routing;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.catalog.Retirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a request's model. Immutable.
public sealed interface Routing {
    /// Deployments that may answer, the preferred one first; at least one.
    ///
    /// @param model the model that answers
    /// @param replaced id of the retired model that the client asked for; null when it asked for none
    /// @param standsInFor id of the model without a provider that the client asked for, when the stand-in
    ///     answers; null otherwise
    record Route(
            CatalogModel model,
            List<Deployment> deployments,
            @Nullable String replaced,
            @Nullable String standsInFor) implements Routing {
        public Route {
            deployments = List.copyOf(deployments);
        }
    }

    /// A request that no deployment answers, with the error that its client gets.
    sealed interface Refused extends Routing {
        ApiError error();
    }

    /// A name that is in no catalog.
    ///
    /// @param suggestions ids that are near, nearest first
    record UnknownModel(String requested, List<String> suggestions) implements Refused {
        @Override
        public ApiError error() {
            String hint = suggestions.isEmpty()
                    ? "GET /v1/models lists the models."
                    : "Did you mean " + String.join(" or ", suggestions) + "? GET /v1/models lists the models.";
            return modelError(
                    ErrorCode.MODEL_NOT_FOUND, "The model '" + abbreviated(requested) + "' does not exist. " + hint);
        }
    }

    /// A model of the catalog that no configured provider serves.
    ///
    /// @param variables environment variables any of which would enable it today
    /// @param answering ids of models that answer now
    record NotConfigured(CatalogModel model, List<String> variables, List<String> answering) implements Refused {
        @Override
        public ApiError error() {
            String remedy = isLocal()
                    ? "It runs on the embedded engine, which is off or not ready: /readyz says how it is."
                    : variables.isEmpty()
                            ? "Add a deployment for it to the configuration."
                            : "Set " + String.join(" or ", variables) + " and restart the server.";
            String now = answering.isEmpty()
                    ? "No model answers now."
                    : "Models that answer now: " + String.join(", ", answering) + ".";
            return modelError(
                    ErrorCode.MODEL_NOT_CONFIGURED,
                    "The model '%s' is known, but no provider is configured for it. %s %s"
                            .formatted(model.id(), remedy, now));
        }

        private boolean isLocal() {
            return model.offers().stream().anyMatch(offer -> offer.provider().equals(ProviderCatalog.LOCAL));
        }
    }

    /// A retired model, where the configuration refuses those.
    ///
    /// @param retirement when it ended, and the model to ask for instead
    record Retired(CatalogModel model, Retirement retirement) implements Refused {
        @Override
        public ApiError error() {
            return modelError(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The model '%s' was shut down on %s. Use '%s' instead."
                            .formatted(model.id(), retirement.shutdownDate(), retirement.replacement()));
        }
    }

    private static ApiError modelError(ErrorCode code, String message) {
        return new ApiError(code, message, "model");
    }

    private static String abbreviated(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
