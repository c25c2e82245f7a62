package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.List;
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
    private Role open = Role.NONE;
    private boolean openIsEmpty;

    ContentsWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target) {
        this.json = json;
        this.adjustments = adjustments;
        this.parts = new PartWriter(json, adjustments, target);
        this.modelTurns = new ModelTurnWriter(json, adjustments, target, parts);
        this.toolResults = new ToolResultWriter(json, target, parts);
    }

    void write(List<Message> messages, Instructions instructions) {
        json.name("contents").beginArray();
        if (instructions.fromUser()) {
            turn(Role.USER);
            instructions.writeParts(json);
            openIsEmpty = instructions.texts().isEmpty();
        }
        for (int i = 0; i < messages.size(); i++) {
            write(messages.get(i), "messages[" + i + "]");
        }
        close();
        json.endArray();
    }

    private void write(Message message, String path) {
        switch (message) {
            case Message.Instructions _ -> {}
            case Message.User user -> writeUser(user, path);
            case Message.Assistant answer -> writeModel(answer, path);
            case Message.ToolResult result -> {
                turn(Role.USER);
                toolResults.hold(result, path);
                openIsEmpty = false;
            }
        }
    }

    private void writeUser(Message.User user, String path) {
        if (user.name() != null) {
            adjustments.add(Adjustment.dropped("name"));
        }
        turn(Role.USER);
        toolResults.writeHeld();
        openIsEmpty &= !parts.writeAll(user.content(), path + ".content");
    }

    private void writeModel(Message.Assistant answer, String path) {
        if (ModelTurnWriter.saysSomething(answer)) {
            turn(Role.MODEL);
            modelTurns.write(answer, path);
            toolResults.expect(answer.toolCalls());
            openIsEmpty = false;
        }
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
        toolResults.writeHeld();
        if (openIsEmpty) {
            json.beginObject().name("text").value("").endObject();
        }
        json.endArray().endObject();
    }
}
