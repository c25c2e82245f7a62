package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import org.jspecify.annotations.Nullable;

/// The members of a message that the gateway looks at.
enum MessageField {
    ROLE("role"),
    CONTENT("content"),
    NAME("name"),
    TOOL_CALLS("tool_calls"),
    TOOL_CALL_ID("tool_call_id"),
    FUNCTION_CALL("function_call"),
    REFUSAL("refusal"),
    AUDIO("audio");

    private static final MessageField[] ALL = values();

    private final String wireName;

    MessageField(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static @Nullable MessageField find(JsonScanner name) {
        for (MessageField field : ALL) {
            if (name.textEquals(field.wireName)) {
                return field;
            }
        }
        return null;
    }
}
