package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonEdits;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Where a request's {@code stream_options} say whether usage is streamed. Immutable.
///
/// @param objectStart the object's opening brace
/// @param includeUsage the member {@code include_usage}
/// @param includeUsageAlias the member {@code includeUsage}, which Runcrate's TypeScript client sends
record StreamOptions(
        int objectStart,
        @Nullable RequestMember includeUsage,
        @Nullable RequestMember includeUsageAlias) {
    /// The whole member that a request for streamed usage is made of.
    static final byte[] USAGE_DEMAND = ascii("\"stream_options\":{\"include_usage\":true}");

    private static final String NAME = "include_usage";
    private static final String ALIAS = "includeUsage";
    private static final byte[] QUOTED_NAME = ascii("\"include_usage\"");
    private static final byte[] MEMBER = ascii("\"include_usage\":true");
    private static final byte[] TRUE = ascii("true");
    private static final ValueRule BOOL = ValueRule.bool();

    /// The {@link ValueRule} of the field.
    static void check(JsonScanner value, String param) {
        read(value, param);
    }

    /// Reads the object that the scanner is at, up to its end.
    static StreamOptions read(JsonScanner value, String param) {
        if (value.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(param, "an object", value);
        }
        int objectStart = value.start();
        RequestMember includeUsage = null;
        RequestMember alias = null;
        while (value.next() == JsonToken.NAME) {
            if (value.textEquals(NAME)) {
                includeUsage = flag(includeUsage, NAME, value, param);
            } else if (value.textEquals(ALIAS)) {
                alias = flag(alias, ALIAS, value, param);
            } else if (value.textEquals("include_obfuscation")) {
                flag(null, "include_obfuscation", value, param);
            } else {
                value.next();
                value.skipValue();
            }
        }
        return new StreamOptions(objectStart, includeUsage, alias);
    }

    /// Whether the client wants the usage chunk.
    boolean wantsUsage() {
        RequestMember decisive = includeUsage == null || includeUsage.isNull() ? includeUsageAlias : includeUsage;
        return decisive != null && decisive.kind() == JsonToken.TRUE;
    }

    /// Turns streamed usage on, under its snake_case name, and leaves the other options as they are.
    void demandUsage(JsonEdits edits) {
        if (includeUsage != null) {
            setTrue(edits, includeUsage);
            if (includeUsageAlias != null) {
                edits.removeMember(includeUsageAlias.nameStart(), includeUsageAlias.valueEnd());
            }
        } else if (includeUsageAlias != null) {
            edits.replace(includeUsageAlias.nameStart(), includeUsageAlias.nameEnd(), QUOTED_NAME);
            setTrue(edits, includeUsageAlias);
        } else {
            edits.insertMember(objectStart, MEMBER);
        }
    }

    private static void setTrue(JsonEdits edits, RequestMember flag) {
        if (flag.kind() != JsonToken.TRUE) {
            edits.replace(flag.valueStart(), flag.valueEnd(), TRUE);
        }
    }

    private static RequestMember flag(@Nullable RequestMember before, String name, JsonScanner scanner, String param) {
        String path = param + "." + name;
        if (before != null) {
            throw RequestProblem.duplicate(path);
        }
        int nameStart = scanner.start();
        int nameEnd = scanner.end();
        JsonToken kind = scanner.next();
        if (kind != JsonToken.NULL) {
            BOOL.check(scanner, path);
        }
        return new RequestMember(null, name, kind, nameStart, nameEnd, scanner.start(), scanner.end());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
