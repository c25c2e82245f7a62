package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// One content block, ready to be written.
@FunctionalInterface
interface Block {
    void write(JsonWriter json);

    /// @param cacheControl the client's cache marker
    record Text(String text, @Nullable RawJson cacheControl) implements Block {
        @Override
        public void write(JsonWriter json) {
            json.beginObject().name("type").value("text").name("text").value(text);
            ContentBlocks.endWithMarker(json, cacheControl);
        }
    }

    static void writeAll(Iterable<Block> blocks, JsonWriter json) {
        json.beginArray();
        blocks.forEach(block -> block.write(json));
        json.endArray();
    }
}
