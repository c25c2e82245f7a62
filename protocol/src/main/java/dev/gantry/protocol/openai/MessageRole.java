package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import org.jspecify.annotations.Nullable;

/// Who speaks in a message.
enum MessageRole {
    SYSTEM("system"),
    DEVELOPER("developer"),
    USER("user"),
    ASSISTANT("assistant"),
    TOOL("tool"),
    FUNCTION("function");

    private static final MessageRole[] ALL = values();

    private final String wireName;

    MessageRole(String wireName) {
        this.wireName = wireName;
    }

    static @Nullable MessageRole find(JsonScanner text) {
        for (MessageRole role : ALL) {
            if (text.textEquals(role.wireName)) {
                return role;
            }
        }
        return null;
    }
}
