package dev.gantry.protocol.gemini;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// Reads `citationMetadata` and says what of it has an address in the words of the wire. Its list is called
/// `citationSources` by the Gemini API and `citations` by Vertex AI. The indexes are Gemini's, which counts bytes.
final class CitationMetadata {
    private final JsonScanner scanner;
    private final JsonWriter json = new JsonWriter().beginArray();
    private boolean any;

    private CitationMetadata(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /// The wire's `annotations` array; null where nothing has an address.
    static @Nullable RawJson read(JsonScanner scanner) {
        CitationMetadata metadata = new CitationMetadata(scanner);
        ValueReader.members(scanner, metadata::take);
        byte[] wire = metadata.json.endArray().toByteArray();
        return metadata.any ? RawJson.copyOf(wire, 0, wire.length) : null;
    }

    private void take(String name) {
        switch (name) {
            case "citationSources", "citations" -> ValueReader.elements(scanner, this::takeSource);
            default -> scanner.skipValue();
        }
    }

    private void takeSource() {
        var source = new Object() {
            long start;
            long end;
            String uri = "";
            String title = "";
        };
        ValueReader.members(scanner, name -> {
            switch (name) {
                case "startIndex" -> source.start = ValueReader.number(scanner);
                case "endIndex" -> source.end = ValueReader.number(scanner);
                case "uri" -> source.uri = ValueReader.text(scanner);
                case "title" -> source.title = ValueReader.text(scanner);
                default -> scanner.skipValue();
            }
        });
        if (!source.uri.isEmpty()) {
            any = true;
            json.beginObject()
                    .name("type")
                    .value("url_citation")
                    .name("url_citation")
                    .beginObject();
            json.name("start_index").value(source.start).name("end_index").value(source.end);
            json.name("url").value(source.uri).name("title").value(source.title);
            json.endObject().endObject();
        }
    }
}
