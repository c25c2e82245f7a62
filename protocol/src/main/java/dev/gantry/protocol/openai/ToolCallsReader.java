package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Reads and checks the {@code tool_calls} of assistant messages. For one request.
final class ToolCallsReader {
    private final JsonScanner scanner;
    private final int maxCalls;
    private ByteRanges ids = new ByteRanges();
    private int messageIndex;
    private int index;

    ToolCallsReader(JsonScanner scanner, int maxCalls) {
        this.scanner = scanner;
        this.maxCalls = maxCalls;
    }

    /// Reads the array that the scanner is at, up to its end.
    void read(int messageIndex) {
        this.messageIndex = messageIndex;
        ids.clear();
        if (scanner.current() != JsonToken.ARRAY_START) {
            throw RequestProblem.invalid(listPath(), "an array of tool calls", scanner);
        }
        for (index = 0; scanner.next() != JsonToken.ARRAY_END; index++) {
            if (index == maxCalls) {
                throw RequestProblem.tooMany(listPath(), maxCalls);
            }
            readCall();
        }
    }

    /// The ids of the calls that were last read, with their quotes.
    ByteRanges ids() {
        return ids;
    }

    /// As {@link #ids}, for the caller to keep.
    ByteRanges takeIds() {
        ByteRanges taken = ids;
        ids = new ByteRanges();
        return taken;
    }

    private void readCall() {
        require(JsonToken.OBJECT_START, "", "an object");
        boolean hasId = false;
        boolean hasFunction = false;
        boolean isFunction = true;
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("id")) {
                readId(hasId);
                hasId = true;
            } else if (scanner.textEquals("type")) {
                requireNext(JsonToken.STRING, ".type", "a string");
                isFunction = scanner.textEquals("function");
            } else if (scanner.textEquals("function")) {
                hasFunction = readFunction();
            } else {
                scanner.next();
                scanner.skipValue();
            }
        }
        if (!hasId) {
            throw RequestProblem.missing(path(".id"));
        }
        if (isFunction && !hasFunction) {
            throw RequestProblem.missing(path(".function"));
        }
    }

    private void readId(boolean again) {
        if (again) {
            throw RequestProblem.duplicate(path(".id"));
        }
        requireNext(JsonToken.STRING, ".id", "a string");
        ids.add(scanner.start(), scanner.end());
    }

    /// Whether there is a function: null is none.
    private boolean readFunction() {
        if (scanner.next() == JsonToken.NULL) {
            return false;
        }
        require(JsonToken.OBJECT_START, ".function", "an object with 'name' and 'arguments'");
        boolean hasName = false;
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("name")) {
                requireNext(JsonToken.STRING, ".function.name", "a string");
                hasName = true;
            } else if (scanner.textEquals("arguments")) {
                requireNext(JsonToken.STRING, ".function.arguments", "a string that holds JSON");
            } else {
                scanner.next();
                scanner.skipValue();
            }
        }
        if (!hasName) {
            throw RequestProblem.missing(path(".function.name"));
        }
        return true;
    }

    private void requireNext(JsonToken kind, String member, String expected) {
        scanner.next();
        require(kind, member, expected);
    }

    private void require(JsonToken kind, String member, String expected) {
        if (scanner.current() != kind) {
            throw RequestProblem.invalid(path(member), expected, scanner);
        }
    }

    private String listPath() {
        return "messages[" + messageIndex + "].tool_calls";
    }

    private String path(String member) {
        return listPath() + "[" + index + "]" + member;
    }
}
