package dev.gantry.testing;

import static dev.gantry.testing.AnthropicRefusal.invalidIf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Anthropic's API refuses of a request's messages. Confined to one request.
final class AnthropicMessageRules {
    private static final Set<String> IMAGE_TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9_-]+");

    private final AnthropicTurn turn;

    private AnthropicMessageRules(AnthropicTurn turn) {
        this.turn = turn;
    }

    static void check(AnthropicTurn turn) {
        AnthropicMessageRules rules = new AnthropicMessageRules(turn);
        List<Map<String, @Nullable Object>> messages = turn.messages();
        invalidIf(messages.isEmpty(), "messages: at least one message is required");
        for (int i = 0; i < messages.size(); i++) {
            rules.checkMessage(i, messages.get(i));
            rules.checkCalls(i);
        }
        rules.checkEnd(messages.getLast());
        rules.checkThinkingOfLastAnswer();
    }

    /// The signature under which the fake takes a thought back.
    static String signature(String thought) {
        return "sig" + Integer.toHexString(thought.hashCode());
    }

    private void checkMessage(int index, Map<String, @Nullable Object> message) {
        String role = AnthropicJson.text(message, "role");
        invalidIf(
                !role.equals("user") && !role.equals("assistant"),
                "messages." + index + ".role: Input should be 'user' or 'assistant'");
        List<Map<String, @Nullable Object>> blocks = AnthropicJson.blocks(message);
        invalidIf(blocks.isEmpty(), "messages." + index + ": all messages must have non-empty content");
        for (int i = 0; i < blocks.size(); i++) {
            checkBlock("messages." + index + ".content." + i, role.equals("user"), blocks.get(i));
        }
    }

    private void checkBlock(String place, boolean ofUser, Map<String, @Nullable Object> block) {
        String type = AnthropicJson.text(block, "type");
        switch (type) {
            case "text" ->
                invalidIf(
                        AnthropicJson.text(block, "text").isEmpty(), "messages: text content blocks must be non-empty");
            case "image" -> checkImage(place, block);
            case "document" -> invalidIf(!ofUser, place + ": `document` blocks are not allowed in assistant messages");
            case "tool_use" -> {
                invalidIf(ofUser, place + ": `tool_use` blocks can only be in `assistant` messages");
                invalidIf(
                        !(block.get("input") instanceof Map),
                        place + ".tool_use.input: Input should be a valid dictionary");
                invalidIf(
                        !CALL_ID.matcher(AnthropicJson.text(block, "id")).matches(),
                        place + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
            }
            case "tool_result" -> invalidIf(!ofUser, place + ": `tool_result` blocks can only be in `user` messages");
            case "thinking" -> checkSignature(place, block);
            case "redacted_thinking" -> {}
            default ->
                throw AnthropicRefusal.invalid(place + ": Input tag '" + type + "' found using 'type' does not match");
        }
    }

    private static void checkSignature(String place, Map<String, @Nullable Object> block) {
        String expected = signature(AnthropicJson.text(block, "thinking"));
        invalidIf(
                !AnthropicJson.text(block, "signature").equals(expected),
                place + ": Invalid `signature` in `thinking` block");
    }

    private static void checkImage(String place, Map<String, @Nullable Object> block) {
        Map<String, @Nullable Object> source = AnthropicJson.object(block.get("source"));
        boolean bytes = AnthropicJson.text(source, "type").equals("base64");
        invalidIf(
                bytes && !IMAGE_TYPES.contains(AnthropicJson.text(source, "media_type")),
                place + ".image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or"
                        + " 'image/webp'");
    }

    /// Every call is answered at the front of the next message, and nothing else is.
    private void checkCalls(int index) {
        List<String> calls = ids(index, "tool_use", "id");
        List<Map<String, @Nullable Object>> next = blocksAt(index + 1);
        List<String> answered = new ArrayList<>();
        for (Map<String, @Nullable Object> block : next.subList(0, Math.min(calls.size(), next.size()))) {
            answered.add(AnthropicJson.text(block, "tool_use_id"));
        }
        List<String> missing = new ArrayList<>(calls);
        missing.removeAll(answered);
        invalidIf(
                !missing.isEmpty(),
                "messages." + index + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                        + String.join(", ", missing)
                        + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
        List<String> results = ids(index, "tool_result", "tool_use_id");
        results.removeAll(index == 0 ? List.of() : ids(index - 1, "tool_use", "id"));
        invalidIf(
                !results.isEmpty(),
                "messages." + index + ".content.0: unexpected `tool_use_id` found in `tool_result` blocks: "
                        + String.join(", ", results)
                        + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous"
                        + " message.");
    }

    private void checkEnd(Map<String, @Nullable Object> last) {
        if (!AnthropicJson.text(last, "role").equals("assistant")) {
            return;
        }
        invalidIf(turn.thinks(), "This model does not support assistant message prefill while thinking is enabled.");
        String text = AnthropicJson.text(AnthropicJson.blocks(last).getLast(), "text");
        invalidIf(
                !text.equals(text.stripTrailing()),
                "messages: final assistant content cannot end with trailing whitespace");
    }

    private void checkThinkingOfLastAnswer() {
        int answer = turn.messages().size() - 2;
        if (!turn.thinkingType().equals("enabled") || answer < 0 || !turn.hasToolResult()) {
            return;
        }
        String first = AnthropicJson.text(blocksAt(answer).getFirst(), "type");
        invalidIf(
                !first.equals("thinking") && !first.equals("redacted_thinking"),
                "messages." + answer + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                        + first
                        + "`. When `thinking` is enabled, a final `assistant` message must start with a thinking"
                        + " block.");
    }

    private List<String> ids(int index, String type, String member) {
        List<String> ids = new ArrayList<>();
        for (Map<String, @Nullable Object> block : blocksAt(index)) {
            if (AnthropicJson.text(block, "type").equals(type)) {
                ids.add(AnthropicJson.text(block, member));
            }
        }
        return ids;
    }

    private List<Map<String, @Nullable Object>> blocksAt(int index) {
        return index < turn.messages().size()
                ? AnthropicJson.blocks(turn.messages().get(index))
                : List.of();
    }
}
