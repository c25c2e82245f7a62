package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.openai.Conversation.LostToolCallId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads messages that were checked before. For one request.
///
/// The older `function_call` of an assistant is a tool call whose id is made of the message's position, and the
/// message of role `function` behind it is its result.
final class MessagesDecoder {
    private final byte[] body;
    private final List<BodyObject> objects;
    private final Map<Integer, String> lostIds = new HashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private @Nullable String functionCallId;

    MessagesDecoder(byte[] body, RequestMember messages, Conversation conversation) {
        this.body = body;
        this.objects = BodyObject.readAll(body, messages.name(), messages.value(body));
        for (LostToolCallId lost : conversation.lostToolCallIds()) {
            lostIds.put(lost.messageStart(), textOf(lost));
        }
    }

    List<Message> decode() {
        List<Message> messages = new ArrayList<>(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            messages.add(decode(objects.get(i), i));
        }
        return messages;
    }

    /// The members of messages that have no place in the request, as paths without positions.
    Set<String> dropped() {
        return dropped;
    }

    private Message decode(BodyObject message, int position) {
        return switch (MessageRole.of(message.requireText("role"))) {
            case SYSTEM, DEVELOPER -> {
                drop(message, "name");
                yield new Message.Instructions(ContentDecoder.decode(message));
            }
            case USER -> new Message.User(ContentDecoder.decode(message), message.text("name"));
            case ASSISTANT -> assistant(message, position);
            case TOOL -> new Message.ToolResult(toolCallId(message), ContentDecoder.decode(message));
            case FUNCTION -> functionResult(message);
        };
    }

    private Message assistant(BodyObject message, int position) {
        drop(message, "name");
        drop(message, "audio");
        List<ContentPart> content = ContentDecoder.decode(message);
        message.findText("refusal")
                .filter(text -> !text.isEmpty())
                .map(ContentPart.Refusal::new)
                .ifPresent(content::add);
        List<ToolCall> calls = new ArrayList<>();
        message.objects("tool_calls").forEach(call -> calls.add(toolCall(call)));
        message.findObject("function_call").ifPresent(call -> calls.add(functionCall(call, position)));
        return new Message.Assistant(content, calls, reasoning(message), details(message));
    }

    private ToolCall toolCall(BodyObject call) {
        String id = call.requireText("id");
        BodyObject custom = call.findObject("custom").orElse(null);
        if (custom != null) {
            return new ToolCall(id, custom.requireText("name"), custom.requireText("input"), null);
        }
        BodyObject function =
                call.findObject("function").orElseThrow(() -> RequestProblem.missing(call.path("function")));
        return new ToolCall(
                id, function.requireText("name"), function.findText("arguments").orElse(""), signature(call));
    }

    private static @Nullable String signature(BodyObject call) {
        return call.findObject("extra_content")
                .flatMap(content -> content.findObject("google"))
                .flatMap(google -> google.findText("thought_signature"))
                .filter(signature -> !signature.isEmpty())
                .orElse(null);
    }

    private ToolCall functionCall(BodyObject call, int position) {
        functionCallId = "function_call_" + position;
        return new ToolCall(
                functionCallId,
                call.requireText("name"),
                call.findText("arguments").orElse(""),
                null);
    }

    private Message functionResult(BodyObject message) {
        if (functionCallId == null) {
            throw RequestProblem.missing(
                    message.path("name"),
                    "a 'function' message needs the assistant message with its 'function_call' before it");
        }
        return new Message.ToolResult(functionCallId, ContentDecoder.decode(message));
    }

    private String toolCallId(BodyObject message) {
        String found = lostIds.get(message.start());
        return found == null ? message.requireText("tool_call_id") : found;
    }

    private static @Nullable String reasoning(BodyObject message) {
        String name = message.has("reasoning_content") ? "reasoning_content" : "reasoning";
        return message.kind(name) == JsonToken.STRING ? message.text(name) : null;
    }

    private static List<ReasoningDetail> details(BodyObject message) {
        List<BodyObject> entries = message.objects("reasoning_details");
        List<ReasoningDetail> details = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            ReasoningDetailObject.read(entries.get(i), i).ifPresent(details::add);
        }
        return details;
    }

    private void drop(BodyObject message, String member) {
        if (message.has(member)) {
            dropped.add("messages." + member);
        }
    }

    private String textOf(LostToolCallId lost) {
        return new RequestMember(null, "id", JsonToken.STRING, 0, 0, lost.idStart(), lost.idEnd())
                .value(body)
                .text();
    }
}
