package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.openai.RequestField.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and checks one request body in a single pass. For one request.
final class ChatRequestReader {
    private final byte[] body;
    private final RequestLimits limits;
    private final JsonScanner scanner;
    private final ToolsReader tools;
    private final List<RequestMember> members = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable Conversation conversation;
    private int toolCount;

    ChatRequestReader(byte[] body, RequestLimits limits) {
        this.body = body;
        this.limits = limits;
        this.scanner = new JsonScanner(body, 0, body.length, limits.maxDepth());
        this.tools = new ToolsReader(body, scanner, limits.maxTools());
    }

    ChatRequestView read() {
        try {
            return readBody();
        } catch (JsonSyntaxException e) {
            throw RequestProblem.invalidJson(String.valueOf(e.getMessage()));
        }
    }

    private ChatRequestView readBody() {
        if (scanner.next() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalidJson(
                    "expected a JSON object, found " + RequestProblem.describe(scanner.current()));
        }
        int objectStart = scanner.start();
        while (scanner.next() == JsonToken.NAME) {
            if (members.size() == limits.maxFields()) {
                throw RequestProblem.invalidJson("more than " + limits.maxFields() + " members");
            }
            readMember();
        }
        scanner.next();
        return view(objectStart);
    }

    private void readMember() {
        Spelling spelling = RequestField.find(scanner);
        String name = spelling == null ? scanner.text() : spelling.text();
        if (!names.add(name)) {
            throw RequestProblem.duplicate(spelling == null ? RequestProblem.excerpt(name) : name);
        }
        RequestField field = spelling == null ? null : spelling.field();
        int nameStart = scanner.start();
        int nameEnd = scanner.end();
        JsonToken kind = scanner.next();
        int valueStart = scanner.start();
        if (field != null && kind != JsonToken.NULL) {
            readValue(field, name);
        }
        members.add(new RequestMember(field, name, kind, nameStart, nameEnd, valueStart, scanner.skipValue()));
    }

    private void readValue(RequestField field, String name) {
        switch (field) {
            case MESSAGES -> conversation = new MessagesReader(body, scanner, limits).read();
            case TOOLS -> toolCount += tools.readTools();
            case FUNCTIONS -> toolCount += tools.readFunctions();
            default -> field.rule().check(scanner, name);
        }
    }

    private ChatRequestView view(int objectStart) {
        RequestFields fields = new RequestFields(members);
        requirePresent(fields, RequestField.MODEL);
        if (conversation == null) {
            throw RequestProblem.missing(RequestField.MESSAGES.wireName());
        }
        requireStreamForOptions(fields);
        return new ChatRequestView(body, objectStart, fields, conversation, toolCount > 0);
    }

    private static void requirePresent(RequestFields fields, RequestField field) {
        if (fields.find(field) == null) {
            throw RequestProblem.missing(field.wireName());
        }
    }

    private static void requireStreamForOptions(RequestFields fields) {
        RequestMember options = fields.find(RequestField.STREAM_OPTIONS);
        if (options != null && !fields.isTrue(RequestField.STREAM)) {
            throw new InvalidRequestException(
                    ErrorCode.INVALID_VALUE,
                    "Invalid value for '" + options.name() + "': it is only allowed with 'stream: true'.",
                    options.name());
        }
    }
}
