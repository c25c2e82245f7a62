package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// Reads and checks {@code messages} as the scanner passes over them. For one request.
final class MessagesReader {
    private static final String PARAM = "messages";

    private final JsonScanner scanner;
    private final RequestLimits limits;
    private final ContentReader content;
    private final ToolCallsReader toolCalls;
    private final ToolCallPairing pairing;
    private final ByteRanges developerRoles = new ByteRanges();

    private final EnumSet<MessageField> seen = EnumSet.noneOf(MessageField.class);
    private final EnumSet<MessageField> present = EnumSet.noneOf(MessageField.class);
    private int index;
    private int start;
    private @Nullable MessageRole role;
    private int idStart;
    private int idEnd;

    MessagesReader(byte[] body, JsonScanner scanner, RequestLimits limits) {
        this.scanner = scanner;
        this.limits = limits;
        this.content = new ContentReader(body, scanner, limits.maxImages());
        this.toolCalls = new ToolCallsReader(scanner, limits.maxTools());
        this.pairing = new ToolCallPairing(body);
    }

    /// Reads the array that the scanner is at, up to its end.
    Conversation read() {
        if (scanner.current() != JsonToken.ARRAY_START) {
            throw RequestProblem.invalid(PARAM, "a non-empty array of messages", scanner);
        }
        for (index = 0; scanner.next() != JsonToken.ARRAY_END; index++) {
            if (index == limits.maxMessages()) {
                throw RequestProblem.tooMany(PARAM, limits.maxMessages());
            }
            readMessage();
        }
        if (index == 0) {
            throw RequestProblem.invalid(PARAM, "a non-empty array of messages", "an empty array");
        }
        return new Conversation(index, developerRoles, pairing.finish(), content.images());
    }

    private void readMessage() {
        if (scanner.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(path(), "an object with a 'role'", scanner);
        }
        start = scanner.start();
        role = null;
        idStart = -1;
        seen.clear();
        present.clear();
        while (scanner.next() == JsonToken.NAME) {
            MessageField field = MessageField.find(scanner);
            if (field == null) {
                scanner.next();
                scanner.skipValue();
            } else {
                readMember(field);
            }
        }
        if (role == null) {
            throw RequestProblem.missing(path(MessageField.ROLE));
        }
        finishMessage(role);
    }

    private void readMember(MessageField field) {
        if (!seen.add(field)) {
            throw RequestProblem.duplicate(path(field));
        }
        if (scanner.next() == JsonToken.NULL) {
            if (field == MessageField.TOOL_CALL_ID) {
                rememberId();
            }
            return;
        }
        present.add(field);
        switch (field) {
            case ROLE -> readRole();
            case CONTENT -> content.read(index);
            case NAME, REFUSAL -> require(field, JsonToken.STRING, "a string");
            case TOOL_CALLS -> readToolCalls();
            case TOOL_CALL_ID -> readToolCallId();
            case FUNCTION_CALL, AUDIO -> require(field, JsonToken.OBJECT_START, "an object");
        }
        scanner.skipValue();
    }

    private void readRole() {
        role = scanner.current() == JsonToken.STRING ? MessageRole.find(scanner) : null;
        if (role == null) {
            throw RequestProblem.invalid(
                    path(MessageField.ROLE),
                    "one of 'system', 'developer', 'user', 'assistant', 'tool', 'function'",
                    scanner);
        }
        if (role == MessageRole.DEVELOPER) {
            developerRoles.add(scanner.start(), scanner.end());
        }
    }

    private void readToolCalls() {
        toolCalls.read(index);
        if (toolCalls.ids().size() == 0) {
            present.remove(MessageField.TOOL_CALLS);
        }
    }

    private void readToolCallId() {
        require(MessageField.TOOL_CALL_ID, JsonToken.STRING, "a string");
        rememberId();
        if (scanner.textIsEmpty()) {
            present.remove(MessageField.TOOL_CALL_ID);
        }
    }

    private void rememberId() {
        idStart = scanner.start();
        idEnd = scanner.end();
    }

    private void require(MessageField field, JsonToken kind, String expected) {
        if (scanner.current() != kind) {
            throw RequestProblem.invalid(path(field), expected, scanner);
        }
    }

    private void finishMessage(MessageRole finished) {
        switch (finished) {
            case SYSTEM, DEVELOPER, USER -> requirePresent(MessageField.CONTENT);
            case ASSISTANT -> finishAssistant();
            case TOOL -> finishTool();
            case FUNCTION -> requirePresent(MessageField.NAME);
        }
    }

    private void finishAssistant() {
        boolean saysSomething = present.contains(MessageField.CONTENT)
                || present.contains(MessageField.TOOL_CALLS)
                || present.contains(MessageField.FUNCTION_CALL)
                || present.contains(MessageField.REFUSAL)
                || present.contains(MessageField.AUDIO);
        if (!saysSomething) {
            throw RequestProblem.missing(
                    path(MessageField.CONTENT),
                    "an assistant message needs content, if only \"\", unless it has 'tool_calls' or 'function_call'");
        }
        pairing.openTurn(present.contains(MessageField.TOOL_CALLS) ? toolCalls.takeIds() : new ByteRanges());
    }

    private void finishTool() {
        requirePresent(MessageField.CONTENT);
        if (present.contains(MessageField.TOOL_CALL_ID)) {
            pairing.answered(idStart, idEnd);
        } else {
            pairing.lost(index, start, idStart, idEnd);
        }
    }

    private void requirePresent(MessageField field) {
        if (!present.contains(field)) {
            throw RequestProblem.missing(path(field));
        }
    }

    private String path() {
        return PARAM + "[" + index + "]";
    }

    private String path(MessageField field) {
        return path() + "." + field.wireName();
    }
}
