package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.Adjustment;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes what does not steer the text: safety settings and the service tier; and reports what Gemini has no place
/// for. `cachedContent` is never taken from a client: it names what other clients of the same account may own.
final class AccountFieldsWriter {
    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;

    AccountFieldsWriter(JsonWriter json, SequencedSet<Adjustment> adjustments) {
        this.json = json;
        this.adjustments = adjustments;
    }

    void write(ChatRequest request) {
        writeSafetySettings(request.extensions().get(Extension.SAFETY_SETTINGS));
        writeServiceTier(request.serviceTier());
        if (request.endUser() != null) {
            adjustments.add(Adjustment.dropped("user"));
        }
        if (!request.metadata().isEmpty()) {
            adjustments.add(Adjustment.dropped("metadata"));
        }
        for (String field : new TreeSet<>(request.extensions().keySet())) {
            if (!Extension.isKnown(field)) {
                adjustments.add(Adjustment.dropped(field));
            }
        }
    }

    private void writeSafetySettings(@Nullable RawJson settings) {
        if (settings == null) {
            return;
        }
        if (settings.scanner().next() != JsonToken.ARRAY_START) {
            throw Refusal.invalid(
                    Extension.SAFETY_SETTINGS, "expected an array of objects with 'category' and 'threshold'");
        }
        json.name("safetySettings").value(settings);
    }

    /// `auto` is what Gemini does unasked.
    private void writeServiceTier(@Nullable String tier) {
        switch (tier) {
            case null -> {}
            case "auto" -> {}
            case "default", "standard" -> json.name("serviceTier").value("standard");
            case "flex", "priority" -> json.name("serviceTier").value(tier);
            default -> adjustments.add(Adjustment.dropped("service_tier"));
        }
    }
}
