package dev.gantry.protocol.openai;

/// The field by which an upstream takes the cap on generated tokens.
public enum TokenCapField {
    MAX_TOKENS(RequestField.MAX_TOKENS),
    MAX_COMPLETION_TOKENS(RequestField.MAX_COMPLETION_TOKENS);

    private final RequestField field;

    TokenCapField(RequestField field) {
        this.field = field;
    }

    RequestField field() {
        return field;
    }
}
