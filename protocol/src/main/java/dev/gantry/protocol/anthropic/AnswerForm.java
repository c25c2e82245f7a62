package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.util.Optional;

/// How the form that the client wants of the answer's text is brought about.
sealed interface AnswerForm {
    /// By nothing: any text will do.
    record Free() implements AnswerForm {}

    /// By the model's own structured output.
    record Native(RawJson schema) implements AnswerForm {}

    /// By a tool whose arguments are the answer.
    record ByTool(RawJson schema) implements AnswerForm {}

    /// By asking for it.
    record Instructed() implements AnswerForm {}

    /// The name of the tool whose arguments are the answer; the decoders give them out as text.
    String ANSWER_TOOL = "gantry_structured_answer";

    /// The instruction of {@link Instructed}.
    String INSTRUCTION = "Answer with one JSON object and nothing else: no code fence, no text before or after it.";

    static AnswerForm of(
            ResponseFormat format, ToolChoice toolChoice, AnthropicTarget target, Adjustments adjustments) {
        return switch (format) {
            case ResponseFormat.Text _ -> new Free();
            case ResponseFormat.JsonObject _ -> instructed(adjustments);
            case ResponseFormat.JsonSchema wanted -> {
                RawJson schema = wanted.schema();
                yield schema == null ? instructed(adjustments) : of(schema, toolChoice, target, adjustments);
            }
        };
    }

    private static AnswerForm of(
            RawJson schema, ToolChoice toolChoice, AnthropicTarget target, Adjustments adjustments) {
        requireObjectSchema(schema);
        if (target.structuredOutput()) {
            Optional<OutputSchema> supported = OutputSchema.find(schema);
            if (supported.isPresent()) {
                if (supported.get().isLooser()) {
                    adjustments.mapped("response_format", "subset");
                }
                return new Native(supported.get().json());
            }
        }
        if (demandsClientTool(toolChoice)) {
            return new Free();
        }
        adjustments.emulated("response_format", "tool");
        return new ByTool(schema);
    }

    private static AnswerForm instructed(Adjustments adjustments) {
        adjustments.emulated("response_format", "instruction");
        return new Instructed();
    }

    /// Whether the answer will be a call of the client's tools, so that it has no text to be formed.
    private static boolean demandsClientTool(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Required _, ToolChoice.Named _ -> true;
            case ToolChoice.Allowed(boolean required, var _) -> required;
            case ToolChoice.Unsaid _, ToolChoice.Auto _, ToolChoice.None _ -> false;
        };
    }

    private static void requireObjectSchema(RawJson schema) {
        JsonScanner scanner = schema.scanner();
        boolean isObject = scanner.next() == JsonToken.OBJECT_START;
        while (isObject && scanner.next() == JsonToken.NAME) {
            boolean type = scanner.textEquals("type");
            scanner.next();
            isObject = !type || (scanner.current() == JsonToken.STRING && scanner.textEquals("object"));
            scanner.skipValue();
        }
        if (!isObject) {
            throw Refusal.unsupported("response_format.json_schema.schema", "takes schemas of the type 'object'");
        }
    }
}
