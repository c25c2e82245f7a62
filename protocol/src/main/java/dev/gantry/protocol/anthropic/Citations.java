package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The citations of one message that have an address, as the wire's `annotations`. Those of documents have none, and
/// no place on the wire. Confined to one thread.
final class Citations {
    private static final int MOST = 1_000;

    private record Source(String url, String title) {}

    private final List<Source> ofBlock = new ArrayList<>(0);
    private final JsonWriter json = new JsonWriter();
    private int count;

    /// Takes one citation of the text block at hand.
    ///
    /// @param scanner at the value; afterwards at its end
    void take(JsonScanner scanner) {
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return;
        }
        String url = "";
        String title = "";
        while (scanner.next() == JsonToken.NAME) {
            boolean isUrl = scanner.textEquals("url");
            boolean isTitle = scanner.textEquals("title");
            if (scanner.next() == JsonToken.STRING) {
                url = isUrl ? scanner.text() : url;
                title = isTitle ? scanner.text() : title;
            }
            scanner.skipValue();
        }
        if (!url.isEmpty() && count + ofBlock.size() < MOST) {
            ofBlock.add(new Source(url, title));
        }
    }

    /// Takes the citations of a text block that came whole.
    ///
    /// @param scanner at the value; afterwards at its end
    void takeAll(JsonScanner scanner) {
        if (scanner.current() != JsonToken.ARRAY_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() != JsonToken.ARRAY_END) {
            take(scanner);
        }
    }

    /// The text that they support lies here in the answer's whole text.
    void endText(int start, int end) {
        for (Source source : ofBlock) {
            if (count++ == 0) {
                json.beginArray();
            }
            json.beginObject().name("type").value("url_citation");
            json.name("url_citation").beginObject();
            json.name("start_index").value(start).name("end_index").value(end);
            json.name("url").value(source.url).name("title").value(source.title);
            json.endObject().endObject();
        }
        ofBlock.clear();
    }

    /// All of them; to be asked once, at the end.
    Optional<RawJson> annotations() {
        if (count == 0) {
            return Optional.empty();
        }
        byte[] bytes = json.endArray().toByteArray();
        return Optional.of(RawJson.copyOf(bytes, 0, bytes.length));
    }
}
