package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes entries of `reasoning_details`, in OpenRouter's shape.
final class ReasoningDetailObject {
    private ReasoningDetailObject() {}

    static void writeArray(List<ReasoningDetail> details, JsonWriter json) {
        json.beginArray();
        for (ReasoningDetail detail : details) {
            write(detail, json);
        }
        json.endArray();
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
