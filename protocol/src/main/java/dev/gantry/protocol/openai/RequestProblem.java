package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Words the refusals of a request: what was wrong, what was expected, what was found. Values of the client are
/// shown only as short excerpts without control or invisible characters.
final class RequestProblem {
    private static final int MAX_EXCERPT_LENGTH = 40;

    private RequestProblem() {}

    static InvalidRequestException invalidJson(String problem) {
        return new InvalidRequestException(ErrorCode.INVALID_JSON, "Invalid request body: " + problem + ".", null);
    }

    static InvalidRequestException duplicate(String param) {
        return new InvalidRequestException(
                ErrorCode.INVALID_JSON,
                "Invalid request body: the member '" + param + "' occurs more than once.",
                param);
    }

    static InvalidRequestException missing(String param) {
        return missing(param, "it is required and cannot be null");
    }

    static InvalidRequestException missing(String param, String why) {
        return new InvalidRequestException(
                ErrorCode.MISSING_REQUIRED_PARAMETER, "Missing parameter '" + param + "': " + why + ".", param);
    }

    /// @param found the scanner at the offending value
    static InvalidRequestException invalid(String param, String expected, JsonScanner found) {
        return invalid(param, expected, describe(found));
    }

    static InvalidRequestException invalid(String param, String expected, String found) {
        return new InvalidRequestException(
                ErrorCode.INVALID_VALUE,
                "Invalid value for '" + param + "': expected " + expected + ", found " + found + ".",
                param);
    }

    static InvalidRequestException tooMany(String param, int most) {
        return new InvalidRequestException(
                ErrorCode.INVALID_VALUE,
                "Invalid value for '" + param + "': expected at most " + most + " entries, found more.",
                param);
    }

    /// What the scanner is at, for a message.
    static String describe(JsonScanner value) {
        return switch (value.current()) {
            case OBJECT_START -> "an object";
            case ARRAY_START -> "an array";
            case STRING -> "the string \"" + excerpt(value.text()) + "\"";
            case NUMBER -> "the number " + excerpt(value.numberText());
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
            case NAME, OBJECT_END, ARRAY_END, END -> throw new IllegalStateException("not at a value");
        };
    }

    /// The kind of a value, where the value itself is not worth showing.
    static String describe(JsonToken kind) {
        return switch (kind) {
            case OBJECT_START -> "an object";
            case ARRAY_START -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case TRUE, FALSE -> "a boolean";
            case NULL -> "null";
            case NAME, OBJECT_END, ARRAY_END, END -> throw new IllegalArgumentException("not a value: " + kind);
        };
    }

    /// The first characters of a text, harmless in a terminal and in a log.
    static String excerpt(String text) {
        StringBuilder excerpt = new StringBuilder(MAX_EXCERPT_LENGTH + 1);
        int i = 0;
        while (i < text.length() && excerpt.length() < MAX_EXCERPT_LENGTH) {
            int c = text.codePointAt(i);
            excerpt.appendCodePoint(isVisible(c) ? c : '?');
            i += Character.charCount(c);
        }
        return i < text.length() ? excerpt.append('…').toString() : excerpt.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
