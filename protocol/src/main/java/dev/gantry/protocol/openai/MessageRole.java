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

    /// @throws IllegalArgumentException for a word that {@link #find} does not know
    static MessageRole of(String word) {
        for (MessageRole role : ALL) {
            if (role.wireName.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role");
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
