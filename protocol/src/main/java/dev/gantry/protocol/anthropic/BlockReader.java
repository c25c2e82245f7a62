package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.json.JsonScanner;
import java.util.HashSet;
import java.util.Set;

/// Reads content blocks, whole or at their start, and hands them on. Confined to one thread.
final class BlockReader {
    private final Members members =
            new Members("type", "text", "id", "name", "input", "thinking", "signature", "data", "citations");
    private final Set<String> callIds = new HashSet<>();
    private final MessageEvents events;

    BlockReader(MessageEvents events) {
        this.events = events;
    }

    Members members() {
        return members;
    }

    /// Reads the block that the scanner is at, up to its end.
    void read(byte[] bytes, JsonScanner scanner) {
        members.read(bytes, scanner);
    }

    /// Hands on the block that was read last.
    ///
    /// @throws BrokenAnswer where it is a call that cannot be answered
    void start(ChatEventSink sink) {
        switch (members.text("type")) {
            case "text" -> startText(sink);
            case "thinking" -> events.startThinking(members.text("thinking"), members.text("signature"), sink);
            case "redacted_thinking" -> events.redactedThinking(members.text("data"), sink);
            case "tool_use" -> startTool(sink);
            default -> events.startSkipped(sink);
        }
    }

    private void startText(ChatEventSink sink) {
        events.startText(members.text("text"), sink);
        if (members.has("citations")) {
            events.citations().takeAll(members.at("citations"));
        }
    }

    private void startTool(ChatEventSink sink) {
        String id = members.text("id");
        if (members.text("name").isEmpty()) {
            throw new BrokenAnswer("sent a tool call without a name");
        }
        if (!id.isEmpty() && !callIds.add(id)) {
            throw new BrokenAnswer("sent two tool calls with the same id");
        }
        events.startTool(id, members.text("name"), members.has("input") ? members.raw("input") : "{}", sink);
    }
}
