package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonWriter;

/// Writes entries of `tool_calls`. A provider's signature of the call is
/// `extra_content.google.thought_signature`, Google's own convention for its OpenAI-compatible interface.
final class ToolCallObject {
    private ToolCallObject() {}

    /// Writes what follows the index: all that a whole answer's entry has, and a stream's first delta of a call.
    ///
    /// @param signature empty for none
    static void writeMembers(String id, String name, String arguments, String signature, JsonWriter json) {
        json.name("id").value(id).name("type").value("function");
        json.name("function").beginObject();
        json.name("name").value(name).name("arguments").value(arguments).endObject();
        if (!signature.isEmpty()) {
            json.name("extra_content").beginObject().name("google").beginObject();
            json.name("thought_signature").value(signature).endObject().endObject();
        }
    }
}
