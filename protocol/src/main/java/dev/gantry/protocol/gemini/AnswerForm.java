package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// How the target is brought to answer in the form that the client wants.
sealed interface AnswerForm {
    record FreeText() implements AnswerForm {}

    /// By `responseMimeType` and `responseJsonSchema`.
    ///
    /// @param schema null for any JSON object
    record Json(@Nullable RawJson schema) implements AnswerForm {}

    /// By asking for it: some models have no JSON output, and Gemini 2.5 refuses it beside function declarations.
    ///
    /// @param schema null for any JSON object
    record AskedJson(@Nullable RawJson schema) implements AnswerForm {
        String instruction() {
            String ask = "When you give your final answer, answer with one JSON object and nothing else: no prose, no"
                    + " code fence.";
            return schema == null ? ask : ask + " The object must conform to this JSON Schema: " + schema;
        }
    }

    static AnswerForm of(ChatRequest request, GeminiTarget target) {
        return switch (request.responseFormat()) {
            case ResponseFormat.Text() -> new FreeText();
            case ResponseFormat.JsonObject() -> json(null, request, target);
            case ResponseFormat.JsonSchema(var _, var _, RawJson schema, var _) -> json(schema, request, target);
        };
    }

    private static AnswerForm json(@Nullable RawJson schema, ChatRequest request, GeminiTarget target) {
        boolean fitsTools = request.tools().isEmpty() || target.generation() == GeminiGeneration.V3;
        return fitsTools && target.has(GeminiTarget.Feature.JSON_OUTPUT) ? new Json(schema) : new AskedJson(schema);
    }
}
