package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonEdits;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;

/// Makes a function's parameters an `input_schema`: the API demands that it says `"type":"object"` itself.
final class ObjectSchema {
    private static final byte[] TYPE = "\"type\":\"object\"".getBytes(StandardCharsets.US_ASCII);

    private ObjectSchema() {}

    /// The schema byte for byte, but with its type where it has none.
    static RawJson of(RawJson parameters) {
        JsonScanner scanner = parameters.scanner();
        if (scanner.next() != JsonToken.OBJECT_START) {
            throw Refusal.invalid("tools", "expected 'parameters' to be a JSON Schema, an object");
        }
        int start = scanner.start();
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("type")) {
                return parameters;
            }
            scanner.next();
            scanner.skipValue();
        }
        byte[] source = parameters.toByteArray();
        byte[] typed = new JsonEdits(source).insertMember(start, TYPE).apply();
        return RawJson.copyOf(typed, 0, typed.length);
    }
}
