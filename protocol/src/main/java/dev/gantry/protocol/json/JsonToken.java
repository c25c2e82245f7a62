package dev.gantry.protocol.json;

/// What {@link JsonScanner#next()} stopped at.
public enum JsonToken {
    OBJECT_START,
    OBJECT_END,
    ARRAY_START,
    ARRAY_END,
    /// The name of a member; its value is the next token.
    NAME,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    /// The text is complete; nothing but white space followed the value.
    END;

    /// Whether a value begins with this token.
    public boolean startsValue() {
        return switch (this) {
            case OBJECT_START, ARRAY_START, STRING, NUMBER, TRUE, FALSE, NULL -> true;
            case OBJECT_END, ARRAY_END, NAME, END -> false;
        };
    }
}
