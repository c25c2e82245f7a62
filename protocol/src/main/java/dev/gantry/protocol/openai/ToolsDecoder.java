package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads the tools of a request and what it says of their use, in the new form and the older one of functions. For
/// one request.
final class ToolsDecoder {
    private final byte[] body;
    private final FieldValues values;

    ToolsDecoder(FieldValues values) {
        this.body = values.body();
        this.values = values;
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        objects(RequestField.TOOLS).forEach(tool -> tools.add(tool(tool)));
        objects(RequestField.FUNCTIONS).forEach(function -> tools.add(function(function, function)));
        return tools;
    }

    /// The new form wins over the older one.
    ToolChoice choice() {
        RequestMember choice = values.find(RequestField.TOOL_CHOICE);
        if (choice != null) {
            return choice(choice, this::named);
        }
        RequestMember functionCall = values.find(RequestField.FUNCTION_CALL);
        return functionCall == null
                ? new ToolChoice.Unsaid()
                : choice(functionCall, object -> new ToolChoice.Named(object.requireText("name")));
    }

    private List<BodyObject> objects(RequestField field) {
        RequestMember member = values.find(field);
        return member == null ? List.of() : BodyObject.readAll(body, member.name(), member.value(body));
    }

    private Tool tool(BodyObject tool) {
        String type = tool.requireText("type");
        if (!type.equals("function")) {
            throw unsupported(tool.path("type"), type);
        }
        BodyObject function =
                tool.findObject("function").orElseThrow(() -> RequestProblem.missing(tool.path("function")));
        return function(function, tool);
    }

    /// @param marked the object that may have a cache marker
    private static Tool function(BodyObject function, BodyObject marked) {
        return new Tool(
                function.requireText("name"),
                function.text("description"),
                function.findObject("parameters").map(BodyObject::raw).orElse(null),
                function.flag("strict"),
                ContentDecoder.cacheControl(ContentDecoder.cacheControl(marked) == null ? function : marked));
    }

    private ToolChoice choice(RequestMember member, Function<BodyObject, ToolChoice> ofObject) {
        JsonScanner value = member.value(body);
        if (value.current() != JsonToken.STRING) {
            return ofObject.apply(BodyObject.read(body, member.name(), value));
        }
        return switch (value.text()) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required", "any" -> new ToolChoice.Required();
            default -> throw RequestProblem.invalid(member.name(), "one of 'none', 'auto', 'required'", value);
        };
    }

    private ToolChoice named(BodyObject choice) {
        String type = choice.requireText("type");
        return switch (type) {
            case "function", "custom" -> new ToolChoice.Named(nameOf(choice, type));
            case "allowed_tools" -> allowed(choice.findObject(type).orElse(choice));
            default -> throw unsupported(choice.path("type"), type);
        };
    }

    /// Some clients leave the inner object out.
    private static String nameOf(BodyObject choice, String type) {
        return choice.findObject(type).orElse(choice).requireText("name");
    }

    private static ToolChoice allowed(BodyObject allowed) {
        boolean required = allowed.findText("mode").orElse("auto").equals("required");
        List<String> names = allowed.objects("tools").stream()
                .map(tool -> nameOf(tool, tool.requireText("type")))
                .toList();
        return new ToolChoice.Allowed(required, names);
    }

    private static InvalidRequestException unsupported(String param, String type) {
        return new InvalidRequestException(
                ErrorCode.UNSUPPORTED_PARAMETER,
                "Unsupported value for '" + param + "': this model takes tools of the type 'function', not '"
                        + RequestProblem.excerpt(type) + "'.",
                param);
    }
}
