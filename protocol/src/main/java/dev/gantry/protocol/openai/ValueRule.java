package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.EnumSet;
import java.util.Set;

/// What the wire allows as the value of a field. Stateless.
@FunctionalInterface
interface ValueRule {
    /// Checks the value that the scanner is at, which is not null. On return the scanner is at the value's first
    /// token, or has moved on to its last.
    ///
    /// @param param the value's path, as the client wrote it
    /// @throws InvalidRequestException where the rule is broken
    void check(JsonScanner value, String param);

    static ValueRule number(int min, int max) {
        String expected = "a number from " + min + " to " + max;
        return (value, param) -> {
            if (value.current() != JsonToken.NUMBER || value.doubleValue() < min || value.doubleValue() > max) {
                throw RequestProblem.invalid(param, expected, value);
            }
        };
    }

    static ValueRule integer(long min, long max) {
        String expected = "an integer from " + min + " to " + max;
        return (value, param) -> {
            if (!isIntegerWithin(value, min, max)) {
                throw RequestProblem.invalid(param, expected, value);
            }
        };
    }

    static ValueRule bool() {
        return oneOf("true or false", EnumSet.of(JsonToken.TRUE, JsonToken.FALSE));
    }

    static ValueRule string() {
        return oneOf("a string", EnumSet.of(JsonToken.STRING));
    }

    static ValueRule object() {
        return oneOf("an object", EnumSet.of(JsonToken.OBJECT_START));
    }

    /// Named levels, or the number that some hosts take in their place.
    static ValueRule stringOrNumber() {
        return oneOf("a string", EnumSet.of(JsonToken.STRING, JsonToken.NUMBER));
    }

    static ValueRule nonEmptyString() {
        return (value, param) -> {
            if (value.current() != JsonToken.STRING || value.textIsEmpty()) {
                throw RequestProblem.invalid(param, "a non-empty string", value);
            }
        };
    }

    static ValueRule arrayOf(int most, ValueRule entryRule) {
        return (value, param) -> {
            if (value.current() != JsonToken.ARRAY_START) {
                throw RequestProblem.invalid(param, "an array", value);
            }
            for (int i = 0; value.next() != JsonToken.ARRAY_END; i++) {
                if (i == most) {
                    throw RequestProblem.tooMany(param, most);
                }
                entryRule.check(value, param + "[" + i + "]");
                value.skipValue();
            }
        };
    }

    /// An object that has any names and values after one rule.
    static ValueRule mapOf(ValueRule entryRule) {
        return (value, param) -> {
            if (value.current() != JsonToken.OBJECT_START) {
                throw RequestProblem.invalid(param, "an object", value);
            }
            while (value.next() == JsonToken.NAME) {
                value.next();
                entryRule.check(value, param);
                value.skipValue();
            }
        };
    }

    private static ValueRule oneOf(String expected, Set<JsonToken> kinds) {
        return (value, param) -> {
            if (!kinds.contains(value.current())) {
                throw RequestProblem.invalid(param, expected, value);
            }
        };
    }

    private static boolean isIntegerWithin(JsonScanner value, long min, long max) {
        if (value.current() != JsonToken.NUMBER || !value.numberIsInteger()) {
            return false;
        }
        try {
            long number = Long.parseLong(value.numberText());
            return number >= min && number <= max;
        } catch (NumberFormatException beyondLong) {
            return false;
        }
    }
}
