package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The members that are looked for in one JSON object, found in one pass; all others are passed over. Of two members
/// of one name the last counts. Reused from text to text. Confined to one thread.
final class Members {
    private static final byte[] NOTHING = new byte[0];

    private final String[] names;
    private final @Nullable Members[] inner;
    private final JsonToken[] kinds;
    private final int[] starts;
    private final int[] ends;
    private final JsonScanner value = new JsonScanner(NOTHING);
    private byte[] bytes = NOTHING;

    Members(String... names) {
        this.names = names;
        this.inner = new Members[names.length];
        this.kinds = new JsonToken[names.length];
        this.starts = new int[names.length];
        this.ends = new int[names.length];
        forget();
    }

    /// Looks into the object that this member is, too.
    Members into(String name, Members members) {
        inner[indexOf(name)] = members;
        return this;
    }

    /// Reads the value that the scanner is at, up to its end. A value that is no object has no members.
    ///
    /// @param bytes what the scanner scans
    void read(byte[] bytes, JsonScanner scanner) {
        forget();
        this.bytes = bytes;
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() == JsonToken.NAME) {
            int index = find(scanner);
            JsonToken kind = scanner.next();
            int start = scanner.start();
            if (index >= 0 && inner[index] != null) {
                inner[index].read(bytes, scanner);
            } else {
                scanner.skipValue();
            }
            if (index >= 0) {
                kinds[index] = kind;
                starts[index] = start;
                ends[index] = scanner.end();
            }
        }
    }

    /// Whether the member is there and not null.
    boolean has(String name) {
        JsonToken kind = kinds[indexOf(name)];
        return kind != JsonToken.END && kind != JsonToken.NULL;
    }

    /// The member's text; empty where it is no string.
    String text(String name) {
        return kinds[indexOf(name)] == JsonToken.STRING ? at(name).text() : "";
    }

    /// The member's JSON as it was written; for a member that is there.
    String raw(String name) {
        int index = indexOf(name);
        return new String(bytes, starts[index], ends[index] - starts[index], StandardCharsets.UTF_8);
    }

    /// The member's number; the other where it has none.
    long number(String name, long otherwise) {
        return kinds[indexOf(name)] == JsonToken.NUMBER ? at(name).longValue() : otherwise;
    }

    /// A scanner at the first token of the member's value; for a member that is there, until the next call.
    JsonScanner at(String name) {
        int index = indexOf(name);
        value.reset(bytes, starts[index], ends[index]);
        value.next();
        return value;
    }

    byte[] bytes() {
        return bytes;
    }

    private void forget() {
        Arrays.fill(kinds, JsonToken.END);
        bytes = NOTHING;
        for (Members members : inner) {
            if (members != null) {
                members.forget();
            }
        }
    }

    private int find(JsonScanner scanner) {
        for (int i = 0; i < names.length; i++) {
            if (scanner.textEquals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }
}
