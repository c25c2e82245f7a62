package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// Writes `contents`. Gemini knows two roles: what the user and the tools say in a row is one content, what the model
/// says in a row another, and none may be empty.
final class ContentsWriter {
    private enum Role {
        NONE,
        USER,
        MODEL
    }

    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private final PartWriter parts;
    private final ModelTurnWriter modelTurns;
    private final ToolResultWriter toolResults;
    private final Map<String, String> callNames = new HashMap<>();
    private Role open = Role.NONE;
    private boolean openIsEmpty;

    ContentsWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target) {
        this.json = json;
        this.adjustments = adjustments;
        this.parts = new PartWriter(json, adjustments, target);
        this.modelTurns = new ModelTurnWriter(json, adjustments, target, parts);
        this.toolResults = new ToolResultWriter(json, target, parts);
    }

    void write(List<Message> messages) {
        boolean onlyInstructions = InstructionsWriter.areAll(messages);
        json.name("contents").beginArray();
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages[" + i + "]";
            switch (messages.get(i)) {
                case Message.Instructions(List<ContentPart> content) -> {
                    if (onlyInstructions) {
                        writeUser(content, path);
                    }
                }
                case Message.User(List<ContentPart> content, String name) -> {
                    if (name != null) {
                        adjustments.add(Adjustment.dropped("name"));
                    }
                    writeUser(content, path);
                }
                case Message.Assistant message -> writeModel(message, path);
                case Message.ToolResult result -> writeResult(result, path);
            }
        }
        close();
        json.endArray();
    }

    private void writeUser(List<ContentPart> content, String path) {
        turn(Role.USER);
        openIsEmpty &= !toolResults.writeHeldMedia();
        openIsEmpty &= !parts.writeAll(content, path + ".content");
    }

    private void writeModel(Message.Assistant message, String path) {
        message.toolCalls().forEach(call -> callNames.put(call.id(), call.name()));
        if (ModelTurnWriter.saysSomething(message)) {
            turn(Role.MODEL);
            modelTurns.write(message, path);
            openIsEmpty = false;
        }
    }

    private void writeResult(Message.ToolResult result, String path) {
        String name = callNames.get(result.callId());
        if (name == null) {
            throw Refusal.invalid(
                    path + ".tool_call_id",
                    "no earlier assistant message has a tool call with this id, by which Gemini must be told the"
                            + " name of its function");
        }
        turn(Role.USER);
        toolResults.write(result, name, path + ".content");
        openIsEmpty = false;
    }

    private void turn(Role role) {
        if (open == role) {
            return;
        }
        close();
        String name = role == Role.MODEL ? "model" : "user";
        json.beginObject().name("role").value(name).name("parts").beginArray();
        open = role;
        openIsEmpty = true;
    }

    private void close() {
        if (open == Role.NONE) {
            return;
        }
        toolResults.writeHeldMedia();
        if (openIsEmpty) {
            json.beginObject().name("text").value("").endObject();
        }
        json.endArray().endObject();
    }
}
