package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.List;

/// Arrays whose elements are kept as they were written.
final class RawArray {
    private RawArray() {}

    /// Appends the elements of the array whose opening bracket the scanner is at, and leaves it at the closing one.
    static void read(byte[] json, JsonScanner scanner, List<RawJson> elements) {
        while (scanner.next() != JsonToken.ARRAY_END) {
            int start = scanner.start();
            elements.add(RawJson.copyOf(json, start, scanner.skipValue()));
        }
    }

    static void write(List<RawJson> elements, JsonWriter json) {
        json.beginArray();
        elements.forEach(json::value);
        json.endArray();
    }
}
