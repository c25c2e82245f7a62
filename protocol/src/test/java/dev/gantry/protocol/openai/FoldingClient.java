package dev.gantry.protocol.openai;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Adds the chunks of a stream up to one answer, as client libraries do: texts are joined, calls are merged by index,
/// of a field that nobody knows the last value counts.
final class FoldingClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode answer = JSON.createObjectNode();
    private final ArrayNode choices = answer.putArray("choices");

    private FoldingClient() {}

    /// @param frames a whole stream
    static JsonNode fold(String frames) {
        FoldingClient client = new FoldingClient();
        for (String frame : frames.split("\n\n", -1)) {
            if (frame.startsWith("data: {")) {
                client.take(JSON.readTree(frame.substring("data: ".length())));
            }
        }
        client.choices.forEach(choice -> dropIndexes((ObjectNode) choice));
        return client.answer;
    }

    private void take(JsonNode chunk) {
        for (String field : List.of("id", "created", "model")) {
            answer.set(field, chunk.get(field));
        }
        answer.put("object", "chat.completion");
        if (chunk.has("usage")) {
            answer.set("usage", chunk.get("usage"));
        }
        chunk.get("choices").forEach(this::takeChoice);
    }

    private void takeChoice(JsonNode part) {
        int index = part.get("index").intValue();
        while (choices.size() <= index) {
            ObjectNode choice = choices.addObject().put("index", choices.size() - 1);
            choice.putObject("message").putNull("refusal");
            choice.putNull("logprobs");
        }
        ObjectNode choice = (ObjectNode) choices.get(index);
        ObjectNode message = (ObjectNode) choice.get("message");
        for (var member : part.get("delta").properties()) {
            takeMember(message, member.getKey(), member.getValue());
        }
        if (part.hasNonNull("logprobs")) {
            takeLogprobs(choice, part.get("logprobs"));
        }
        choice.set("finish_reason", part.get("finish_reason"));
    }

    private static void takeMember(ObjectNode message, String name, JsonNode value) {
        switch (name) {
            case "content", "reasoning_content", "refusal" ->
                message.put(name, message.path(name).asString("") + value.stringValue());
            case "annotations" -> message.withArray(name).addAll((ArrayNode) value);
            case "tool_calls" -> value.forEach(call -> takeCall(message.withArray(name), call));
            default -> message.set(name, value);
        }
    }

    private static void takeCall(ArrayNode calls, JsonNode delta) {
        int index = delta.get("index").intValue();
        if (index == calls.size()) {
            calls.add(delta);
            return;
        }
        ObjectNode function = (ObjectNode) calls.get(index).get("function");
        String fragment = delta.get("function").get("arguments").stringValue();
        function.put("arguments", function.get("arguments").stringValue() + fragment);
    }

    private static void takeLogprobs(ObjectNode choice, JsonNode delta) {
        if (choice.get("logprobs").isNull()) {
            choice.putObject("logprobs").putNull("content").putNull("refusal");
        }
        ObjectNode logprobs = (ObjectNode) choice.get("logprobs");
        for (String list : List.of("content", "refusal")) {
            List<JsonNode> tokens = new ArrayList<>();
            logprobs.get(list).forEach(tokens::add);
            delta.get(list).forEach(tokens::add);
            if (!tokens.isEmpty()) {
                logprobs.putArray(list).addAll(tokens);
            }
        }
    }

    private static void dropIndexes(ObjectNode choice) {
        choice.path("message").path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
    }
}
