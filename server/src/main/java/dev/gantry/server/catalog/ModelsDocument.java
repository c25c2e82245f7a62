package dev.gantry.server.catalog;

import dev.gantry.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes the catalog as the wire has it: OpenAI's model list, each entry with the fields by which clients
/// choose. Arrays are never null, because a client drops a model without them and crashes on null.
public final class ModelsDocument {
    private ModelsDocument() {}

    /// The body of `GET /v1/models`.
    ///
    /// @param available whether a configured provider serves the model now
    public static byte[] list(Collection<CatalogModel> models, Predicate<CatalogModel> available) {
        StringBuilder json = new StringBuilder(models.size() * 700 + 64);
        json.append("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (CatalogModel model : models) {
            json.append(separator);
            append(json, model, available.test(model));
            separator = ",";
        }
        return bytes(json.append("]}"));
    }

    /// The body of `GET /v1/models/{id}`.
    public static byte[] one(CatalogModel model, boolean available) {
        StringBuilder json = new StringBuilder(1_024);
        append(json, model, available);
        return bytes(json);
    }

    private static void append(StringBuilder json, CatalogModel model, boolean available) {
        json.append("{\"id\":");
        JsonText.appendQuoted(json, model.id());
        json.append(",\"object\":\"model\",\"created\":")
                .append(model.about().created().getEpochSecond());
        text(json, "owned_by", model.about().ownedBy());
        text(json, "name", model.about().name());
        number(json, "context_length", model.tokens().contextLength());
        number(json, "max_output_tokens", model.tokens().maxOutputTokens());
        words(json, "input_modalities", model.abilities().inputModalities());
        words(json, "output_modalities", Set.of(Modality.TEXT));
        words(json, "supported_features", model.abilities().supportedFeatures());
        words(json, "capabilities", model.abilities().capabilities());
        text(json, "best_for", model.about().bestFor());
        pricing(json, model.price());
        Retirement retirement = model.retirement();
        text(
                json,
                "shutdown_date",
                retirement == null ? null : retirement.shutdownDate().toString());
        text(json, "replacement", retirement == null ? null : retirement.replacement());
        json.append(",\"available\":").append(available).append('}');
    }

    private static void pricing(StringBuilder json, @Nullable Price price) {
        json.append(",\"pricing\":{\"input\":");
        quoted(json, price == null ? null : Price.format(price.inputPicoUsd()));
        text(json, "output", price == null ? null : Price.format(price.outputPicoUsd()));
        Long cached = price == null ? null : price.cachedInputPicoUsd();
        text(json, "cached_input", cached == null ? null : Price.format(cached));
        json.append('}');
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        json.append(",\"").append(name).append("\":");
        quoted(json, value);
    }

    private static void quoted(StringBuilder json, @Nullable String value) {
        if (value == null) {
            json.append("null");
        } else {
            JsonText.appendQuoted(json, value);
        }
    }

    private static void number(StringBuilder json, String name, @Nullable Integer value) {
        json.append(",\"").append(name).append("\":").append(value);
    }

    private static void words(StringBuilder json, String name, Set<? extends Enum<?>> words) {
        json.append(",\"").append(name).append("\":[");
        String separator = "";
        for (Enum<?> word : words) {
            json.append(separator)
                    .append('"')
                    .append(word.name().toLowerCase(Locale.ROOT))
                    .append('"');
            separator = ",";
        }
        json.append(']');
    }

    private static byte[] bytes(StringBuilder json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
