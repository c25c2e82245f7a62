package dev.gantry.testing;

/// The JSON that an OpenAI-compatible upstream sends: whole answers, stream chunks and error objects, with a fixed
/// id and time. Immutable.
///
/// @param model the `model` that each of them names
public record ChatJson(String model) {
    private static final String ID = "chatcmpl-scripted";
    private static final int CREATED = 1_764_000_000;

    public static ChatJson of(String model) {
        return new ChatJson(model);
    }

    /// `{"error":{…}}` with a null `param`.
    public static String error(String type, String code, String message) {
        return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}}"
                .formatted(quote(message), quote(type), quote(code));
    }

    /// The text as a JSON string, quotes included.
    public static String quote(String text) {
        return JsonTree.quote(text);
    }

    /// A whole answer with this content, finished by `stop`, with 5 input and 7 output tokens.
    public String completion(String content) {
        return completion("{\"role\":\"assistant\",\"content\":" + quote(content) + "}", "stop", 5, 7);
    }

    public String completion(String messageJson, String finishReason, int promptTokens, int completionTokens) {
        return ("{\"id\":\"%s\",\"object\":\"chat.completion\",\"created\":%d,\"model\":%s,"
                        + "\"choices\":[{\"index\":0,\"message\":%s,\"finish_reason\":%s}],\"usage\":%s}")
                .formatted(
                        ID,
                        CREATED,
                        quote(model),
                        messageJson,
                        quote(finishReason),
                        usageJson(promptTokens, completionTokens));
    }

    /// A whole answer that calls one tool.
    public String toolCompletion(String callId, String name, String argumentsJson) {
        return completion(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call("", callId, name, argumentsJson)
                        + "]}",
                "tool_calls",
                5,
                7);
    }

    /// The first chunk of a stream: the role and empty content.
    public String role() {
        return delta("{\"role\":\"assistant\",\"content\":\"\"}");
    }

    public String content(String text) {
        return delta("{\"content\":" + quote(text) + "}");
    }

    public String reasoning(String text) {
        return delta("{\"reasoning_content\":" + quote(text) + "}");
    }

    /// The chunk that opens a tool call: index, id, name and the beginning of its arguments.
    public String toolCall(int index, String callId, String name, String argumentsStart) {
        return delta("{\"tool_calls\":[" + call("\"index\":" + index + ",", callId, name, argumentsStart) + "]}");
    }

    public String toolArguments(int index, String fragment) {
        return delta(
                "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}".formatted(index, quote(fragment)));
    }

    /// A chunk of the first choice with this delta object.
    public String delta(String deltaJson) {
        return chunk("[{\"index\":0,\"delta\":%s,\"finish_reason\":null}]".formatted(deltaJson), "");
    }

    /// The chunk that ends the first choice.
    public String finish(String reason) {
        return chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":%s}]".formatted(quote(reason)), "");
    }

    /// The chunk without choices that carries the usage.
    public String usage(int promptTokens, int completionTokens) {
        return chunk("[]", ",\"usage\":" + usageJson(promptTokens, completionTokens));
    }

    private String chunk(String choicesJson, String moreMembers) {
        return "{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%s,\"choices\":%s%s}"
                .formatted(ID, CREATED, quote(model), choicesJson, moreMembers);
    }

    private static String call(String indexMember, String callId, String name, String arguments) {
        return "{%s\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
                .formatted(indexMember, quote(callId), quote(name), quote(arguments));
    }

    private static String usageJson(int promptTokens, int completionTokens) {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                .formatted(promptTokens, completionTokens, promptTokens + completionTokens);
    }
}
