package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One object of a request's body, its members by name: null counts as absent, and of two members of the same name
/// the last one counts. What is asked for and has another type is refused with its path. For one request.
final class BodyObject {
    private final byte[] body;
    private final String path;
    private final int start;
    private final Map<String, RequestMember> members = new HashMap<>();
    private int end;

    private BodyObject(byte[] body, String path, int start) {
        this.body = body;
        this.path = path;
        this.start = start;
    }

    /// Reads the object that the scanner is at, up to its closing brace.
    ///
    /// @param path where it is, for a refusal
    static BodyObject read(byte[] body, String path, JsonScanner scanner) {
        if (scanner.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(path, "an object", scanner);
        }
        BodyObject object = new BodyObject(body, path, scanner.start());
        while (scanner.next() == JsonToken.NAME) {
            object.readMember(scanner);
        }
        object.end = scanner.end();
        return object;
    }

    private void readMember(JsonScanner scanner) {
        String name = scanner.text();
        int nameStart = scanner.start();
        int nameEnd = scanner.end();
        JsonToken kind = scanner.next();
        int valueStart = scanner.start();
        int valueEnd = scanner.skipValue();
        if (kind == JsonToken.NULL) {
            members.remove(name);
        } else {
            members.put(name, new RequestMember(null, name, kind, nameStart, nameEnd, valueStart, valueEnd));
        }
    }

    int start() {
        return start;
    }

    String path(String name) {
        return path + "." + name;
    }

    RawJson raw() {
        return RawJson.copyOf(body, start, end);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable
    RawJson raw(String name) {
        RequestMember member = members.get(name);
        return member == null ? null : member.raw(body);
    }

    Optional<String> findText(String name) {
        return find(name, JsonToken.STRING, "a string").map(JsonScanner::text);
    }

    String requireText(String name) {
        return findText(name).orElseThrow(() -> RequestProblem.missing(path(name)));
    }

    @Nullable
    String text(String name) {
        return findText(name).orElse(null);
    }

    @Nullable
    Boolean flag(String name) {
        RequestMember member = members.get(name);
        if (member == null) {
            return null;
        }
        return switch (member.kind()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw RequestProblem.invalid(path(name), "true or false", member.value(body));
        };
    }

    OptionalInt findInt(String name) {
        return find(name, JsonToken.NUMBER, "a number")
                .map(value -> OptionalInt.of((int) value.longValue()))
                .orElse(OptionalInt.empty());
    }

    Optional<BodyObject> findObject(String name) {
        return find(name, JsonToken.OBJECT_START, "an object").map(value -> read(body, path(name), value));
    }

    /// The objects of an array; none where it is absent.
    List<BodyObject> objects(String name) {
        return find(name, JsonToken.ARRAY_START, "an array")
                .map(value -> readAll(body, path(name), value))
                .orElse(List.of());
    }

    /// Reads the objects of the array that the scanner is at.
    static List<BodyObject> readAll(byte[] body, String path, JsonScanner array) {
        List<BodyObject> objects = new ArrayList<>();
        while (array.next() != JsonToken.ARRAY_END) {
            objects.add(read(body, path + "[" + objects.size() + "]", array));
        }
        return objects;
    }

    /// The first token of a member's value; null where it is absent.
    @Nullable
    JsonToken kind(String name) {
        RequestMember member = members.get(name);
        return member == null ? null : member.kind();
    }

    private Optional<JsonScanner> find(String name, JsonToken kind, String expected) {
        RequestMember member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (member.kind() != kind) {
            throw RequestProblem.invalid(path(name), expected, member.value(body));
        }
        return Optional.of(member.value(body));
    }
}
