package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads and writes entries of `reasoning_details`, in OpenRouter's shape.
final class ReasoningDetailObject {
    private ReasoningDetailObject() {}

    static void writeArray(List<ReasoningDetail> details, JsonWriter json) {
        json.beginArray();
        for (ReasoningDetail detail : details) {
            write(detail, json);
        }
        json.endArray();
    }

    /// The block that an entry of a request holds; empty for a kind that no provider wants back as it is.
    ///
    /// @param position the entry's place among the others, where it has no index
    static Optional<ReasoningDetail> read(BodyObject entry, int position) {
        String type = entry.findText("type").orElse("");
        String format = entry.findText("format").orElse("");
        int index = entry.findInt("index").orElse(position);
        String callId = entry.text("id");
        return switch (type) {
            case "reasoning.text" ->
                Optional.of(new ReasoningDetail.Text(
                        entry.findText("text").orElse(""), entry.text("signature"), format, index, callId));
            case "reasoning.encrypted" ->
                Optional.of(new ReasoningDetail.Encrypted(entry.requireText("data"), format, index, callId));
            default -> Optional.empty();
        };
    }

    private static void write(ReasoningDetail detail, JsonWriter json) {
        json.beginObject().name("type");
        switch (detail) {
            case ReasoningDetail.Text text -> {
                json.value("reasoning.text").name("text").value(text.text());
                writeUnlessNull("signature", text.signature(), json);
            }
            case ReasoningDetail.Encrypted encrypted ->
                json.value("reasoning.encrypted").name("data").value(encrypted.data());
        }
        writeUnlessNull("id", detail.callId(), json);
        json.name("format").value(detail.format()).name("index").value(detail.index());
        json.endObject();
    }

    private static void writeUnlessNull(String name, @Nullable String value, JsonWriter json) {
        if (value != null) {
            json.name(name).value(value);
        }
    }
}
