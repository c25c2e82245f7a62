package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.anthropic.Turn.Side;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The messages of a request as the API wants them: instructions apart, the turns of user and assistant alternating,
/// every tool call answered at the front of the next user turn. Confined to one request.
final class Conversation {
    private final Adjustments adjustments;
    private final ContentBlocks contents;
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> unanswered = new HashSet<>();
    private String callingMessage = "";

    private Conversation(Adjustments adjustments) {
        this.adjustments = adjustments;
        this.contents = new ContentBlocks(adjustments);
    }

    static Conversation of(List<Message> messages, Adjustments adjustments) {
        Conversation conversation = new Conversation(adjustments);
        for (int i = 0; i < messages.size(); i++) {
            conversation.add(messages.get(i), "messages[" + i + "]");
        }
        conversation.end();
        return conversation;
    }

    /// Whether it ends with the beginning of the answer.
    boolean endsWithPrefill() {
        return turns.getLast().isOf(Side.ASSISTANT);
    }

    /// Whether the model is in the middle of a turn with tools, whose thinking is not at hand: it then cannot go on
    /// with manual thinking.
    boolean lacksThinking() {
        return turns.size() > 1
                && turns.getLast().hasResults()
                && !turns.get(turns.size() - 2).startsWithThinking();
    }

    /// Adds to the instructions.
    void instruct(String text) {
        system.add(new Block.Text(text, null));
    }

    void writeSystem(JsonWriter json) {
        if (!system.isEmpty()) {
            json.name("system");
            Block.writeAll(system, json);
        }
    }

    void writeMessages(JsonWriter json) {
        json.name("messages").beginArray();
        turns.forEach(turn -> turn.write(json));
        json.endArray();
    }

    private void add(Message message, String param) {
        switch (message) {
            case Message.Instructions(var content) -> system.addAll(contents.textOf(content, param));
            case Message.User user -> addUser(user, param);
            case Message.Assistant assistant -> addAssistant(assistant, param);
            case Message.ToolResult result -> addResult(result, param);
        }
    }

    private void end() {
        requireAnswers();
        if (!turns.isEmpty() && endsWithPrefill()) {
            turns.getLast().trimEnd();
        }
        turns.removeIf(Turn::isEmpty);
        if (turns.isEmpty()) {
            throw Refusal.invalid("messages", "expected a message of the user that is not empty, found none");
        }
    }

    private void addUser(Message.User user, String param) {
        adjustments.droppedIf(user.name() != null, "messages.name");
        for (Block block : contents.of(user.content(), param)) {
            turnOf(Side.USER).add(block);
        }
    }

    private void addResult(Message.ToolResult result, String param) {
        if (!unanswered.remove(result.callId())) {
            throw Refusal.invalid(
                    param + ".tool_call_id",
                    "expected the id of a tool call of the assistant message before it, each answered once");
        }
        List<Block> content = contents.of(result.content(), param);
        turnOf(Side.USER).addResult(json -> {
            json.beginObject().name("type").value("tool_result");
            json.name("tool_use_id").value(ToolCallId.acceptable(result.callId()));
            if (!content.isEmpty()) {
                json.name("content");
                Block.writeAll(content, json);
            }
            json.endObject();
        });
    }

    private void addAssistant(Message.Assistant message, String param) {
        List<Block> text = contents.textOf(message.content(), param);
        if (text.isEmpty() && message.toolCalls().isEmpty()) {
            return;
        }
        if (turns.isEmpty() || !turns.getLast().isOf(Side.ASSISTANT)) {
            requireAnswers();
        }
        Turn turn = turnOf(Side.ASSISTANT);
        List<ReasoningDetail> details = ownDetails(message);
        addThinking(details.stream().filter(d -> !belongsToCall(d, message)).toList(), turn);
        text.forEach(turn::add);
        for (ToolCall call : message.toolCalls()) {
            addThinking(
                    details.stream().filter(d -> call.id().equals(d.callId())).toList(), turn);
            addCall(call, param, turn);
        }
    }

    private void addCall(ToolCall call, String param, Turn turn) {
        RawJson input = input(call.arguments());
        boolean first = turn.addCall(
                call.id(),
                json -> json.beginObject()
                        .name("type")
                        .value("tool_use")
                        .name("id")
                        .value(ToolCallId.acceptable(call.id()))
                        .name("name")
                        .value(call.name())
                        .name("input")
                        .value(input)
                        .endObject());
        if (!first) {
            throw Refusal.invalid(param + ".tool_calls", "expected different ids, found one twice");
        }
        unanswered.add(call.id());
        callingMessage = param;
    }

    private void requireAnswers() {
        if (!unanswered.isEmpty()) {
            throw Refusal.invalid(
                    callingMessage + ".tool_calls",
                    "expected a tool message for each of the calls before the conversation goes on");
        }
    }

    private Turn turnOf(Side side) {
        if (turns.isEmpty() || !turns.getLast().isOf(side)) {
            turns.add(new Turn(side));
        }
        return turns.getLast();
    }

    /// The blocks that this provider signed.
    private static List<ReasoningDetail> ownDetails(Message.Assistant message) {
        return message.reasoningDetails().stream()
                .filter(detail -> detail.format().equals(ReasoningFormat.ANTHROPIC))
                .filter(detail -> !(detail instanceof ReasoningDetail.Text text && text.signature() == null))
                .toList();
    }

    private static boolean belongsToCall(ReasoningDetail detail, Message.Assistant message) {
        return message.toolCalls().stream().anyMatch(call -> call.id().equals(detail.callId()));
    }

    private static void addThinking(List<ReasoningDetail> details, Turn turn) {
        for (ReasoningDetail detail : details) {
            turn.addThinking(json -> writeThinking(detail, json));
        }
    }

    private static void writeThinking(ReasoningDetail detail, JsonWriter json) {
        json.beginObject().name("type");
        switch (detail) {
            case ReasoningDetail.Text text -> {
                json.value("thinking").name("thinking").value(text.text());
                json.name("signature").value(String.valueOf(text.signature()));
            }
            case ReasoningDetail.Encrypted encrypted ->
                json.value("redacted_thinking").name("data").value(encrypted.data());
        }
        json.endObject();
    }

    /// The arguments as the object that the API demands. A model may have written others, and the conversation must
    /// be able to go on: they are wrapped.
    private RawJson input(String arguments) {
        if (arguments.isBlank()) {
            return RawJson.parse("{}");
        }
        try {
            RawJson json = RawJson.parse(arguments);
            JsonScanner scanner = json.scanner();
            if (scanner.next() == JsonToken.OBJECT_START) {
                return json;
            }
        } catch (JsonSyntaxException _) {
            // wrapped like every other text that is no object
        }
        adjustments.mapped("messages.tool_calls", "wrapped");
        return RawJson.parse(new JsonWriter()
                .beginObject()
                .name("arguments")
                .value(arguments)
                .endObject()
                .toString());
    }
}
