package dev.gantry.testing;

import java.util.ArrayList;
import java.util.List;

/// The JSON that Gemini sends: parts, responses and error objects, with a fixed id. Immutable.
///
/// @param model the `modelVersion` of each response
public record GeminiReply(String model) {
    public static GeminiReply of(String model) {
        return new GeminiReply(model);
    }

    /// `{"error":{"code":…,"message":…,"status":…}}`
    ///
    /// @param word `INVALID_ARGUMENT`, `UNAVAILABLE`…
    public static String error(int code, String word, String message) {
        return error(code, word, message, "[]");
    }

    static String error(int code, String word, String message, String detailsJson) {
        return "{\"error\":{\"code\":%d,\"message\":%s,\"status\":%s,\"details\":%s}}"
                .formatted(code, ChatJson.quote(message), ChatJson.quote(word), detailsJson);
    }

    public static String text(String text) {
        return "{\"text\":" + ChatJson.quote(text) + "}";
    }

    public static String thought(String text) {
        return "{\"text\":" + ChatJson.quote(text) + ",\"thought\":true}";
    }

    /// The empty part that brings the signature of a text.
    public static String signedEnd() {
        return "{\"text\":\"\",\"thoughtSignature\":" + ChatJson.quote(GeminiRules.signature()) + "}";
    }

    /// A call that is not signed: a further one of parallel calls.
    public static String call(String id, String name, String argumentsJson) {
        return "{\"functionCall\":" + callObject(id, name, argumentsJson) + "}";
    }

    public static String signedCall(String id, String name, String argumentsJson) {
        return "{\"functionCall\":%s,\"thoughtSignature\":%s}"
                .formatted(callObject(id, name, argumentsJson), ChatJson.quote(GeminiRules.signature()));
    }

    /// The events of an answer whose parts come one by one: usage grows, the last one has the finish reason.
    public List<String> events(List<String> parts, String finishReason) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            events.add(response("[" + parts.get(i) + "]", last ? finishReason : "", i + 1, thoughts(parts, i + 1)));
        }
        return events;
    }

    /// The same answer whole.
    public String whole(List<String> parts, String finishReason) {
        return response("[" + String.join(",", parts) + "]", finishReason, parts.size(), thoughts(parts, parts.size()));
    }

    /// The response to a prompt that was blocked: no candidates.
    public String blocked(String reason) {
        return ("{\"promptFeedback\":{\"blockReason\":%s},\"usageMetadata\":{\"promptTokenCount\":5,"
                        + "\"totalTokenCount\":5},\"modelVersion\":%s,\"responseId\":\"scripted\"}")
                .formatted(ChatJson.quote(reason), ChatJson.quote(model));
    }

    private String response(String partsJson, String finishReason, int tokens, int thoughts) {
        String finish = finishReason.isEmpty() ? "" : ",\"finishReason\":" + ChatJson.quote(finishReason);
        return ("{\"candidates\":[{\"content\":{\"parts\":%s,\"role\":\"model\"}%s,\"index\":0}],"
                        + "\"usageMetadata\":%s,\"modelVersion\":%s,\"responseId\":\"scripted\"}")
                .formatted(partsJson, finish, usage(tokens - thoughts, thoughts), ChatJson.quote(model));
    }

    private static String usage(int candidates, int thoughts) {
        String counted = (candidates == 0 ? "" : "\"candidatesTokenCount\":" + candidates + ",")
                + (thoughts == 0 ? "" : "\"thoughtsTokenCount\":" + thoughts + ",");
        return "{\"promptTokenCount\":5,%s\"totalTokenCount\":%d}".formatted(counted, 5 + candidates + thoughts);
    }

    private static int thoughts(List<String> parts, int count) {
        return (int) parts.stream()
                .limit(count)
                .filter(part -> part.contains("\"thought\":true"))
                .count();
    }

    private static String callObject(String id, String name, String argumentsJson) {
        String idMember = id.isEmpty() ? "" : "\"id\":" + ChatJson.quote(id) + ",";
        return "{%s\"name\":%s,\"args\":%s}".formatted(idMember, ChatJson.quote(name), argumentsJson);
    }
}
