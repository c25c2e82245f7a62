package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Reads and checks {@code tools} and {@code functions} as the scanner passes over them. Tools of a type that is
/// not documented pass unseen. For one request.
final class ToolsReader {
    private static final int MAX_NAME_LENGTH = 64;

    private final byte[] body;
    private final JsonScanner scanner;
    private final int maxTools;
    private String param = "";
    private int index;
    private int nameStart;
    private int nameEnd;

    ToolsReader(byte[] body, JsonScanner scanner, int maxTools) {
        this.body = body;
        this.scanner = scanner;
        this.maxTools = maxTools;
    }

    /// Reads the array {@code tools} that the scanner is at, up to its end.
    ///
    /// @return how many there are
    int readTools() {
        return readArray("tools", this::readTool);
    }

    /// Reads the array {@code functions}, the older form of {@code tools}.
    ///
    /// @return how many there are
    int readFunctions() {
        return readArray("functions", this::readFunction);
    }

    private int readArray(String param, Runnable readEntry) {
        this.param = param;
        if (scanner.current() != JsonToken.ARRAY_START) {
            throw RequestProblem.invalid(param, "an array", scanner);
        }
        for (index = 0; scanner.next() != JsonToken.ARRAY_END; index++) {
            if (index == maxTools) {
                throw RequestProblem.tooMany(param, maxTools);
            }
            require(JsonToken.OBJECT_START, "", "an object");
            readEntry.run();
        }
        return index;
    }

    private void readTool() {
        boolean typed = false;
        boolean wantsFunction = false;
        boolean hasFunction = false;
        nameStart = -1;
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("type")) {
                scanner.next();
                require(JsonToken.STRING, ".type", "a string");
                typed = true;
                wantsFunction = scanner.textEquals("function");
            } else if (scanner.textEquals("function")) {
                hasFunction = readToolFunction();
            } else {
                scanner.next();
                scanner.skipValue();
            }
        }
        if (!typed) {
            throw RequestProblem.missing(path(".type"));
        }
        if (wantsFunction && !hasFunction) {
            throw RequestProblem.missing(path(".function"), "a tool of the type 'function' needs it");
        }
        if (wantsFunction) {
            checkName(".function.name");
        }
    }

    /// Whether there is a function: null is none.
    private boolean readToolFunction() {
        if (scanner.next() == JsonToken.NULL) {
            return false;
        }
        require(JsonToken.OBJECT_START, ".function", "an object with a 'name'");
        findName();
        return true;
    }

    private void readFunction() {
        nameStart = -1;
        findName();
        checkName(".name");
    }

    /// Goes through a function to its end, and remembers where its name is.
    private void findName() {
        while (scanner.next() == JsonToken.NAME) {
            boolean name = scanner.textEquals("name");
            scanner.next();
            int start = scanner.start();
            int end = scanner.skipValue();
            if (name) {
                nameStart = start;
                nameEnd = end;
            }
        }
    }

    private void checkName(String member) {
        if (nameStart < 0) {
            throw RequestProblem.missing(path(member));
        }
        int length = nameEnd - nameStart - 2;
        boolean allowed = body[nameStart] == '"' && length >= 1 && length <= MAX_NAME_LENGTH;
        for (int i = nameStart + 1; allowed && i < nameEnd - 1; i++) {
            allowed = isNameCharacter(body[i]);
        }
        if (!allowed) {
            JsonScanner name = new JsonScanner(body, nameStart, nameEnd, Integer.MAX_VALUE);
            name.next();
            throw RequestProblem.invalid(path(member), "1 to 64 characters of A-Z, a-z, 0-9, '_' and '-'", name);
        }
    }

    private static boolean isNameCharacter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
    }

    private void require(JsonToken kind, String member, String expected) {
        if (scanner.current() != kind) {
            throw RequestProblem.invalid(path(member), expected, scanner);
        }
    }

    private String path(String member) {
        return param + "[" + index + "]" + member;
    }
}
