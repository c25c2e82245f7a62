package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;

/// Reads `response_format`. Stateless.
final class ResponseFormatDecoder {
    private static final String DEFAULT_SCHEMA_NAME = "response";

    private ResponseFormatDecoder() {}

    static ResponseFormat decode(FieldValues values) {
        RequestMember member = values.find(RequestField.RESPONSE_FORMAT);
        if (member == null) {
            return new ResponseFormat.Text();
        }
        BodyObject format = BodyObject.read(values.body(), member.name(), member.value(values.body()));
        String type = format.requireText("type");
        return switch (type) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> jsonObject(format);
            case "json_schema" ->
                schema(format.findObject(type).orElseThrow(() -> RequestProblem.missing(format.path(type))));
            default ->
                throw RequestProblem.invalid(
                        format.path("type"),
                        "one of 'text', 'json_object', 'json_schema'",
                        "\"" + RequestProblem.excerpt(type) + "\"");
        };
    }

    /// Together and llama-server take a schema here.
    private static ResponseFormat jsonObject(BodyObject format) {
        return format.has("schema") ? schema(format) : new ResponseFormat.JsonObject();
    }

    private static ResponseFormat schema(BodyObject schema) {
        return new ResponseFormat.JsonSchema(
                schema.findText("name").orElse(DEFAULT_SCHEMA_NAME),
                schema.text("description"),
                schema.findObject("schema").map(BodyObject::raw).orElse(null),
                schema.flag("strict"));
    }
}
