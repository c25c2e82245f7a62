package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.Reasoning;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds requests for tests; what is not set is as a client leaves it.
final class RequestBuilder {
    static final Controls UNSAID = new Controls(null, null, null, null, null, null, 1, List.of(), null, null);
    static final RawJson CITY_SCHEMA = RawJson.parse(
            "{\"type\": \"object\", \"properties\":{\"city\":{\"$ref\":\"#/$defs/c\"}}, \"$defs\":{\"c\":{\"type\":\"string\"}}}");

    private final List<Message> messages = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, RawJson> extensions = new LinkedHashMap<>();
    private Controls controls = UNSAID;
    private ToolChoice choice = new ToolChoice.Unsaid();
    private ResponseFormat format = new ResponseFormat.Text();
    private @Nullable Boolean parallel;
    private @Nullable Effort effort;
    private @Nullable String endUser;
    private @Nullable String tier;

    static RequestBuilder ask() {
        return new RequestBuilder();
    }

    RequestBuilder system(String text) {
        messages.add(new Message.Instructions(List.of(text(text))));
        return this;
    }

    RequestBuilder user(String text) {
        return user(text(text));
    }

    RequestBuilder user(ContentPart... parts) {
        messages.add(new Message.User(List.of(parts), null));
        return this;
    }

    RequestBuilder named(String name, String text) {
        messages.add(new Message.User(List.of(text(text)), name));
        return this;
    }

    RequestBuilder assistant(String text, ToolCall... calls) {
        return assistant(text, List.of(), calls);
    }

    RequestBuilder assistant(String text, List<ReasoningDetail> details, ToolCall... calls) {
        messages.add(new Message.Assistant(List.of(text(text)), List.of(calls), "thoughts", details));
        return this;
    }

    RequestBuilder result(String callId, String text) {
        return result(callId, text(text));
    }

    RequestBuilder result(String callId, ContentPart... parts) {
        messages.add(new Message.ToolResult(callId, List.of(parts)));
        return this;
    }

    RequestBuilder tool(String name) {
        return tool(new Tool(name, "Tells " + name, CITY_SCHEMA, null, null));
    }

    RequestBuilder tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    RequestBuilder controls(Controls controls) {
        this.controls = controls;
        return this;
    }

    RequestBuilder maxTokens(int tokens) {
        return controls(new Controls(tokens, null, null, null, null, null, 1, List.of(), null, null));
    }

    RequestBuilder choices(int choices) {
        return controls(new Controls(null, null, null, null, null, null, choices, List.of(), null, null));
    }

    RequestBuilder choice(ToolChoice choice) {
        this.choice = choice;
        return this;
    }

    RequestBuilder format(ResponseFormat format) {
        this.format = format;
        return this;
    }

    RequestBuilder parallel(boolean parallel) {
        this.parallel = parallel;
        return this;
    }

    RequestBuilder effort(Effort effort) {
        this.effort = effort;
        return this;
    }

    RequestBuilder endUser(String id) {
        this.endUser = id;
        return this;
    }

    RequestBuilder tier(String tier) {
        this.tier = tier;
        return this;
    }

    RequestBuilder metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    RequestBuilder extension(String name, String json) {
        extensions.put(name, RawJson.parse(json));
        return this;
    }

    ChatRequest build() {
        return new ChatRequest(
                messages,
                controls,
                tools,
                choice,
                parallel,
                format,
                new Reasoning(effort),
                endUser,
                metadata,
                tier,
                extensions);
    }

    static ContentPart text(String text) {
        return new ContentPart.Text(text, null);
    }

    static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments, null);
    }

    static ToolCall signed(String id, String name, String arguments, String signature) {
        return new ToolCall(id, name, arguments, signature);
    }

    static ContentPart image(String mediaType, @Nullable String detail) {
        return new ContentPart.Image(new Message.ImageSource.Bytes(mediaType, "iVBORw0KGgo="), detail, null);
    }
}
