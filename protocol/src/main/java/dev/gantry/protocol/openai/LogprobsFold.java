package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;

/// Joins the `logprobs` objects of a stream's deltas: the lists `content` and `refusal` are appended. For one choice.
final class LogprobsFold {
    private final List<RawJson> content = new ArrayList<>(0);
    private final List<RawJson> refusal = new ArrayList<>(0);
    private boolean any;

    void add(RawJson logprobs) {
        any = true;
        byte[] json = logprobs.toByteArray();
        JsonScanner scanner = new JsonScanner(json);
        if (scanner.next() != JsonToken.OBJECT_START) {
            return;
        }
        while (scanner.next() == JsonToken.NAME) {
            boolean ofContent = scanner.textEquals("content");
            boolean known = ofContent || scanner.textEquals("refusal");
            if (scanner.next() == JsonToken.ARRAY_START && known) {
                RawArray.read(json, scanner, ofContent ? content : refusal);
            }
            scanner.skipValue();
        }
    }

    void writeTo(JsonWriter json) {
        if (!any) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("content");
        writeList(content, json);
        json.name("refusal");
        writeList(refusal, json);
        json.endObject();
    }

    private static void writeList(List<RawJson> tokens, JsonWriter json) {
        if (tokens.isEmpty()) {
            json.nullValue();
        } else {
            RawArray.write(tokens, json);
        }
    }
}
