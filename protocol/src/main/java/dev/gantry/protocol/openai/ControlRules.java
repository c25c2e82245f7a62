package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// What the wire allows in the small structured fields that steer an answer. Only their form is checked: which
/// values a model takes is the upstream's to say.
final class ControlRules {
    private static final ValueRule STOP_STRINGS = ValueRule.arrayOf(4, ValueRule.string());

    private ControlRules() {}

    static void stop(JsonScanner value, String param) {
        switch (value.current()) {
            case STRING -> {}
            case ARRAY_START -> STOP_STRINGS.check(value, param);
            default -> throw RequestProblem.invalid(param, "a string or an array of up to 4 strings", value);
        }
    }

    /// A mode, or an object with a {@code type} that names one tool.
    static void toolChoice(JsonScanner value, String param) {
        stringOrObjectWith("type", value, param);
    }

    /// A mode, or an object with the {@code name} of one function.
    static void functionCall(JsonScanner value, String param) {
        stringOrObjectWith("name", value, param);
    }

    /// An object with a {@code type}; {@code json_schema} comes with a member of that name. That the prompt says
    /// "JSON" is not demanded: clients that send {@code json_object} do not add it.
    static void responseFormat(JsonScanner value, String param) {
        if (value.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(param, "an object with a 'type'", value);
        }
        boolean typed = false;
        boolean wantsSchema = false;
        boolean hasSchema = false;
        while (value.next() == JsonToken.NAME) {
            if (value.textEquals("type")) {
                requireString(value, param + ".type");
                typed = true;
                wantsSchema = value.textEquals("json_schema");
            } else if (value.textEquals("json_schema")) {
                hasSchema = isPresentObject(value, param + ".json_schema");
            } else {
                value.next();
            }
            value.skipValue();
        }
        if (!typed) {
            throw RequestProblem.missing(param + ".type");
        }
        if (wantsSchema && !hasSchema) {
            throw RequestProblem.missing(param + ".json_schema", "the type 'json_schema' needs it");
        }
    }

    private static void stringOrObjectWith(String member, JsonScanner value, String param) {
        if (value.current() == JsonToken.STRING) {
            return;
        }
        if (value.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(param, "a string, or an object with a '" + member + "'", value);
        }
        boolean found = false;
        while (value.next() == JsonToken.NAME) {
            if (value.textEquals(member)) {
                requireString(value, param + "." + member);
                found = true;
            } else {
                value.next();
            }
            value.skipValue();
        }
        if (!found) {
            throw RequestProblem.missing(param + "." + member);
        }
    }

    private static void requireString(JsonScanner name, String param) {
        if (name.next() != JsonToken.STRING) {
            throw RequestProblem.invalid(param, "a string", name);
        }
    }

    private static boolean isPresentObject(JsonScanner name, String param) {
        return switch (name.next()) {
            case NULL -> false;
            case OBJECT_START -> true;
            default -> throw RequestProblem.invalid(param, "an object", name);
        };
    }
}
