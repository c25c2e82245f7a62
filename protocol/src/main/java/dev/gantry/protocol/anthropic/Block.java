package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonWriter;

/// One content block, ready to be written.
@FunctionalInterface
interface Block {
    void write(JsonWriter json);

    static void writeAll(Iterable<Block> blocks, JsonWriter json) {
        json.beginArray();
        blocks.forEach(block -> block.write(json));
        json.endArray();
    }
}
