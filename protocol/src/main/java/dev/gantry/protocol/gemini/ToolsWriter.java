package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Writes `tools` and `toolConfig` (Gemini API, "Function calling").
final class ToolsWriter {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,127}");

    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private final GeminiTarget target;

    ToolsWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target) {
        this.json = json;
        this.adjustments = adjustments;
        this.target = target;
    }

    void write(ChatRequest request) {
        if (Boolean.FALSE.equals(request.parallelToolCalls())) {
            adjustments.add(Adjustment.dropped("parallel_tool_calls"));
        }
        if (request.tools().isEmpty()) {
            return;
        }
        json.name("tools")
                .beginArray()
                .beginObject()
                .name("functionDeclarations")
                .beginArray();
        for (int i = 0; i < request.tools().size(); i++) {
            writeTool(request.tools().get(i), i, request.toolChoice());
        }
        json.endArray().endObject().endArray();
        writeChoice(request.toolChoice(), request.tools());
    }

    private void writeTool(Tool tool, int index, ToolChoice choice) {
        if (!NAME.matcher(tool.name()).matches()) {
            throw Refusal.unsupported(
                    "tools[" + index + "].function.name",
                    "Gemini's functions have names of up to 128 letters, digits and '_.:-' that begin with a letter"
                            + " or '_'");
        }
        if (isWithheld(tool, choice)) {
            adjustments.add(Adjustment.emulated("tool_choice", "tools"));
            return;
        }
        if (tool.cacheControl() != null) {
            adjustments.add(Adjustment.dropped("cache_control"));
        }
        json.beginObject().name("name").value(tool.name());
        if (tool.description() != null) {
            json.name("description").value(tool.description());
        }
        if (tool.parameters() != null) {
            json.name("parametersJsonSchema").value(tool.parameters());
        }
        json.endObject();
    }

    /// Gemini limits a free choice to some functions only in the mode `VALIDATED`; without it the others are withheld.
    private boolean isWithheld(Tool tool, ToolChoice choice) {
        return choice instanceof ToolChoice.Allowed(boolean required, List<String> names)
                && !required
                && !target.has(GeminiTarget.Feature.VALIDATED_CALLS)
                && !names.contains(tool.name());
    }

    private void writeChoice(ToolChoice choice, List<Tool> tools) {
        switch (choice) {
            case ToolChoice.Unsaid() -> writeFreeChoice(tools, false);
            case ToolChoice.Auto() -> writeFreeChoice(tools, true);
            case ToolChoice.None() -> writeConfig("NONE", List.of());
            case ToolChoice.Required() -> writeConfig("ANY", List.of());
            case ToolChoice.Named(String name) -> writeConfig("ANY", List.of(name));
            case ToolChoice.Allowed(boolean required, List<String> names) -> {
                if (required) {
                    writeConfig("ANY", names);
                } else if (target.has(GeminiTarget.Feature.VALIDATED_CALLS)) {
                    writeConfig("VALIDATED", names);
                } else {
                    writeFreeChoice(tools, true);
                }
            }
        }
    }

    /// `VALIDATED` is a free choice whose arguments hold to their schema: what `strict` asks for.
    private void writeFreeChoice(List<Tool> tools, boolean said) {
        boolean strict = tools.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
        if (strict && target.has(GeminiTarget.Feature.VALIDATED_CALLS)) {
            writeConfig("VALIDATED", List.of());
            return;
        }
        if (strict) {
            adjustments.add(Adjustment.dropped("strict"));
        }
        if (said) {
            writeConfig("AUTO", List.of());
        }
    }

    private void writeConfig(String mode, List<String> names) {
        json.name("toolConfig").beginObject().name("functionCallingConfig").beginObject();
        json.name("mode").value(mode);
        if (!names.isEmpty()) {
            json.name("allowedFunctionNames").beginArray();
            names.forEach(json::value);
            json.endArray();
        }
        json.endObject().endObject();
    }
}
