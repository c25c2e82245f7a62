package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.Reasoning;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chat request under construction, for tests: everything unsaid until it is said.
final class Request {
    static final String PIXEL = "iVBORw0KGgo=";

    private final List<Message> messages = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, RawJson> extensions = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private @Nullable Integer maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Double penalty;
    private @Nullable Long seed;
    private int choices = 1;
    private List<String> stop = List.of();
    private @Nullable Integer topLogprobs;
    private @Nullable RawJson logitBias;
    private ToolChoice toolChoice = new ToolChoice.Unsaid();
    private @Nullable Boolean parallelToolCalls;
    private ResponseFormat responseFormat = new ResponseFormat.Text();
    private Reasoning reasoning = Reasoning.UNSAID;
    private @Nullable String endUser;
    private @Nullable String serviceTier;

    static Request hi() {
        return new Request().user("Hi");
    }

    static ContentPart text(String text) {
        return new ContentPart.Text(text, null);
    }

    static ContentPart image(String mediaType) {
        return new ContentPart.Image(new ImageSource.Bytes(mediaType, PIXEL), null, null);
    }

    static ContentPart imageAt(String url) {
        return new ContentPart.Image(new ImageSource.Url(url), null, null);
    }

    static ContentPart pdf(String name) {
        return new ContentPart.File(name, "application/pdf", "JVBERi0xLjQ=", null, null);
    }

    static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments, null);
    }

    static ReasoningDetail thought(String text, int index, @Nullable String callId) {
        return new ReasoningDetail.Text(text, signature(text), ReasoningFormat.ANTHROPIC, index, callId);
    }

    /// What the fake of the module `testing` takes for a signature of this thought.
    private static String signature(String thought) {
        return "sig" + Integer.toHexString(thought.hashCode());
    }

    Request message(Message message) {
        messages.add(message);
        return this;
    }

    Request system(String text) {
        return message(new Message.Instructions(List.of(text(text))));
    }

    Request user(String text) {
        return user(text(text));
    }

    Request user(ContentPart... parts) {
        return message(new Message.User(List.of(parts), null));
    }

    Request assistant(String text, ToolCall... calls) {
        return message(new Message.Assistant(
                text.isEmpty() ? List.of() : List.of(text(text)), List.of(calls), null, List.of()));
    }

    Request thinking(List<ReasoningDetail> details, String text, ToolCall... calls) {
        return message(new Message.Assistant(
                text.isEmpty() ? List.of() : List.of(text(text)), List.of(calls), "thoughts", details));
    }

    Request result(String callId, ContentPart... parts) {
        return message(new Message.ToolResult(callId, List.of(parts)));
    }

    Request tool(String name) {
        return tool(
                name, "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");
    }

    Request tool(String name, @Nullable String parameters) {
        return tool(
                new Tool(name, "Tells the " + name, parameters == null ? null : RawJson.parse(parameters), null, null));
    }

    Request tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    Request choice(ToolChoice choice) {
        toolChoice = choice;
        return this;
    }

    Request oneCallAtATime() {
        parallelToolCalls = false;
        return this;
    }

    Request maxTokens(int tokens) {
        maxTokens = tokens;
        return this;
    }

    Request sampling(@Nullable Double temperature, @Nullable Double topP) {
        this.temperature = temperature;
        this.topP = topP;
        return this;
    }

    Request penalty(double penalty) {
        this.penalty = penalty;
        return this;
    }

    Request seed(long seed) {
        this.seed = seed;
        return this;
    }

    Request choices(int choices) {
        this.choices = choices;
        return this;
    }

    Request stop(String... stop) {
        this.stop = List.of(stop);
        return this;
    }

    Request logprobs(int top) {
        topLogprobs = top;
        return this;
    }

    Request logitBias(String json) {
        logitBias = RawJson.parse(json);
        return this;
    }

    Request effort(Effort effort) {
        reasoning = new Reasoning(effort);
        return this;
    }

    Request format(ResponseFormat format) {
        responseFormat = format;
        return this;
    }

    Request schema(String schema) {
        return format(new ResponseFormat.JsonSchema("answer", null, RawJson.parse(schema), true));
    }

    Request endUser(String id) {
        endUser = id;
        return this;
    }

    Request metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    Request serviceTier(String tier) {
        serviceTier = tier;
        return this;
    }

    Request extension(String name, String json) {
        extensions.put(name, RawJson.parse(json));
        return this;
    }

    ChatRequest build() {
        Controls controls = new Controls(
                maxTokens, temperature, topP, penalty, penalty, seed, choices, stop, topLogprobs, logitBias);
        return new ChatRequest(
                messages,
                controls,
                tools,
                toolChoice,
                parallelToolCalls,
                responseFormat,
                reasoning,
                endUser,
                metadata,
                serviceTier,
                extensions);
    }
}
