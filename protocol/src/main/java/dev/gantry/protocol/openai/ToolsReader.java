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
        return readArray("functions", () -> requireName("", readName("")));
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
            if (scanner.current() != JsonToken.OBJECT_START) {
                throw RequestProblem.invalid(path(""), "an object", scanner);
            }
            readEntry.run();
        }
        return index;
    }

    private void readTool() {
        boolean typed = false;
        boolean wantsFunction = false;
        boolean hasFunction = false;
        boolean hasName = false;
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("type")) {
                requireNext(JsonToken.STRING, ".type", "a string");
                typed = true;
                wantsFunction = scanner.textEquals("function");
            } else if (scanner.textEquals("function")) {
                requireNext(JsonToken.OBJECT_START, ".function", "an object with a 'name'");
                hasFunction = true;
                hasName = readName(".function");
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
        if (hasFunction) {
            requireName(".function", hasName);
        }
    }

    /// Reads the members of a function up to its end.
    private boolean readName(String member) {
        boolean found = false;
        while (scanner.next() == JsonToken.NAME) {
            boolean name = scanner.textEquals("name");
            scanner.next();
            if (name) {
                checkName(member);
                found = true;
            }
            scanner.skipValue();
        }
        return found;
    }

    private void checkName(String member) {
        int length = scanner.end() - scanner.start() - 2;
        boolean allowed = scanner.current() == JsonToken.STRING && length >= 1 && length <= MAX_NAME_LENGTH;
        for (int i = scanner.start() + 1; allowed && i < scanner.end() - 1; i++) {
            allowed = isNameCharacter(body[i]);
        }
        if (!allowed) {
            throw RequestProblem.invalid(
                    path(member + ".name"), "1 to 64 characters of A-Z, a-z, 0-9, '_' and '-'", scanner);
        }
    }

    private static boolean isNameCharacter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
    }

    private void requireName(String member, boolean found) {
        if (!found) {
            throw RequestProblem.missing(path(member + ".name"));
        }
    }

    private void requireNext(JsonToken kind, String member, String expected) {
        if (scanner.next() != kind) {
            throw RequestProblem.invalid(path(member), expected, scanner);
        }
    }

    private String path(String member) {
        return param + "[" + index + "]" + member;
    }
}
