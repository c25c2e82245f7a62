package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which tools the model gets, and whether it must call one. Immutable.
///
/// @param tools the client's tools
/// @param answerSchema the schema of the tool whose arguments are the answer
/// @param forcedName the tool of {@link Choice#TOOL}
/// @param oneCallOnly whether the model may call one tool at most
/// @param strictTools whether the model takes `strict`
record ToolPlan(
        List<Tool> tools,
        @Nullable RawJson answerSchema,
        Choice choice,
        String forcedName,
        boolean oneCallOnly,
        boolean strictTools) {
    private static final RawJson NO_PARAMETERS = RawJson.parse("{\"type\":\"object\",\"properties\":{}}");

    /// The member `tool_choice`.
    enum Choice {
        UNSAID,
        AUTO,
        ANY,
        NONE,
        TOOL
    }

    static ToolPlan of(ChatRequest request, AnswerForm form, AnthropicTarget target, Adjustments adjustments) {
        List<Tool> tools = allowed(request);
        boolean lostStrict = tools.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
        adjustments.droppedIf(lostStrict && !target.structuredOutput(), "tools.strict");
        boolean oneCallOnly = Boolean.FALSE.equals(request.parallelToolCalls());
        if (form instanceof AnswerForm.ByTool(RawJson schema)) {
            boolean alone = tools.isEmpty() || request.toolChoice() instanceof ToolChoice.None;
            Choice choice = alone ? Choice.TOOL : Choice.ANY;
            return new ToolPlan(
                    tools, schema, choice, AnswerForm.ANSWER_TOOL, alone || oneCallOnly, target.structuredOutput());
        }
        Choice choice = tools.isEmpty() ? Choice.UNSAID : choice(request.toolChoice(), oneCallOnly);
        String name = request.toolChoice() instanceof ToolChoice.Named(String named) ? named : "";
        return new ToolPlan(tools, null, choice, name, oneCallOnly, target.structuredOutput());
    }

    /// Whether the model must call a tool.
    boolean forces() {
        return choice == Choice.ANY || choice == Choice.TOOL;
    }

    void write(JsonWriter json) {
        if (!tools.isEmpty() || answerSchema != null) {
            json.name("tools").beginArray();
            tools.forEach(tool -> write(tool, json));
            writeAnswerTool(json);
            json.endArray();
        }
        writeChoice(json);
    }

    private static List<Tool> allowed(ChatRequest request) {
        Set<String> names = Set.copyOf(request.tools().stream().map(Tool::name).toList());
        return switch (request.toolChoice()) {
            case ToolChoice.Allowed(boolean _, List<String> allowed) -> {
                allowed.forEach(name -> requireKnown(name, names));
                yield request.tools().stream()
                        .filter(tool -> allowed.contains(tool.name()))
                        .toList();
            }
            case ToolChoice.Named(String name) -> {
                requireKnown(name, names);
                yield request.tools();
            }
            case ToolChoice.Unsaid _, ToolChoice.None _, ToolChoice.Auto _ -> request.tools();
            case ToolChoice.Required _ -> {
                if (names.isEmpty()) {
                    throw Refusal.invalid("tool_choice", "expected 'tools' beside 'required', found none");
                }
                yield request.tools();
            }
        };
    }

    private static void requireKnown(String name, Set<String> names) {
        if (!names.contains(name)) {
            throw Refusal.invalid("tool_choice", "expected the name of one of the 'tools'");
        }
    }

    /// An unsaid choice has to be said where only one call at a time is wanted.
    private static Choice choice(ToolChoice choice, boolean oneCallOnly) {
        return switch (choice) {
            case ToolChoice.Unsaid _ -> oneCallOnly ? Choice.AUTO : Choice.UNSAID;
            case ToolChoice.Auto _ -> Choice.AUTO;
            case ToolChoice.None _ -> Choice.NONE;
            case ToolChoice.Required _ -> Choice.ANY;
            case ToolChoice.Named _ -> Choice.TOOL;
            case ToolChoice.Allowed(boolean required, var _) -> required ? Choice.ANY : Choice.AUTO;
        };
    }

    private void write(Tool tool, JsonWriter json) {
        json.beginObject().name("name").value(tool.name());
        if (tool.description() != null) {
            json.name("description").value(tool.description());
        }
        json.name("input_schema").value(tool.parameters() == null ? NO_PARAMETERS : ObjectSchema.of(tool.parameters()));
        if (strictTools && Boolean.TRUE.equals(tool.strict())) {
            json.name("strict").value(true);
        }
        ContentBlocks.endWithMarker(json, tool.cacheControl());
    }

    private void writeAnswerTool(JsonWriter json) {
        if (answerSchema != null) {
            json.beginObject().name("name").value(AnswerForm.ANSWER_TOOL);
            json.name("description").value("Gives the answer to the user. Call it once, with the whole answer.");
            json.name("input_schema").value(ObjectSchema.of(answerSchema)).endObject();
        }
    }

    private void writeChoice(JsonWriter json) {
        if (choice == Choice.UNSAID) {
            return;
        }
        json.name("tool_choice").beginObject().name("type").value(word());
        if (choice == Choice.TOOL) {
            json.name("name").value(forcedName);
        }
        if (oneCallOnly && choice != Choice.NONE) {
            json.name("disable_parallel_tool_use").value(true);
        }
        json.endObject();
    }

    private String word() {
        return switch (choice) {
            case AUTO, UNSAID -> "auto";
            case ANY -> "any";
            case NONE -> "none";
            case TOOL -> "tool";
        };
    }
}
