package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import org.jspecify.annotations.Nullable;

/// The members of a content part: its type, and the payloads, each of which has the name of its type.
enum PartField {
    TYPE("type"),
    TEXT("text"),
    IMAGE_URL("image_url"),
    INPUT_AUDIO("input_audio"),
    FILE("file"),
    REFUSAL("refusal");

    private static final PartField[] ALL = values();

    private final String wireName;

    PartField(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /// The payload that a part of the type under the scanner must have; null for an undocumented type.
    static @Nullable PartField findPayload(JsonScanner type) {
        PartField found = find(type);
        return found == TYPE ? null : found;
    }

    static @Nullable PartField find(JsonScanner name) {
        for (PartField field : ALL) {
            if (name.textEquals(field.wireName)) {
                return field;
            }
        }
        return null;
    }
}
