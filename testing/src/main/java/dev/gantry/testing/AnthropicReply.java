package dev.gantry.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One message of the fake of Anthropic, whole or as a stream, byte for byte in the shape of the real API: named
/// events, a ping, empty first deltas of tool input, one signature just before its block ends, cumulative usage.
/// Immutable.
///
/// @param stopReason the reason; what a refusal explains is added to it
/// @param thinkingTokens part of the output
public record AnthropicReply(
        String model, List<Block> content, String stopReason, int outputTokens, int thinkingTokens) {
    private static final String REFUSAL =
            ",\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"The script declines.\"}";
    private static final String ID = "msg_scripted";
    private static final int FRAGMENT = 8;

    public AnthropicReply {
        content = List.copyOf(content);
    }

    /// A content block.
    public sealed interface Block {
        record Text(String text) implements Block {}

        record Thinking(String text, String signature) implements Block {}

        record Redacted(String data) implements Block {}

        /// @param inputJson a JSON object
        record ToolUse(String id, String name, String inputJson) implements Block {}
    }

    /// An error as the API sends it, with its request id.
    public static Script error(int status, String type, String message) {
        Script script = Script.json(status, errorJson(type, message)).header("request-id", "req_scripted");
        return status == 429 ? script.header("retry-after", "1") : script;
    }

    /// The error object.
    static String errorJson(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s},\"request_id\":\"req_scripted\"}"
                .formatted(quote(type), quote(message));
    }

    /// The script that answers with this message.
    public Script script(boolean streamed) {
        Script script = streamed ? Script.sse() : Script.json(json());
        if (streamed) {
            for (String frame : frames()) {
                script = script.raw(frame);
            }
        }
        return script.header("request-id", "req_scripted").header("anthropic-organization-id", "org_scripted");
    }

    /// The message as one JSON object.
    public String json() {
        String blocks = content.stream().map(AnthropicReply::whole).collect(Collectors.joining(","));
        return message("[" + blocks + "]", quote(stopReason), details(), outputTokens);
    }

    /// The message as events, each with its name and the blank line after it.
    public List<String> frames() {
        List<String> frames = new ArrayList<>();
        frames.add(frame("message_start", "\"message\":" + message("[]", "null", "", 1)));
        frames.add(frame("ping", ""));
        for (int i = 0; i < content.size(); i++) {
            addBlock(i, content.get(i), frames);
        }
        String usage = "{\"output_tokens\":%d,\"output_tokens_details\":{\"thinking_tokens\":%d}}"
                .formatted(outputTokens, thinkingTokens);
        frames.add(frame(
                "message_delta",
                "\"delta\":{\"stop_reason\":%s,\"stop_sequence\":null%s},\"usage\":%s"
                        .formatted(quote(stopReason), details(), usage)));
        frames.add(frame("message_stop", ""));
        return frames;
    }

    /// One event of the stream.
    static String frame(String type, String members) {
        String data = "{\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : "," + members) + "}";
        return "event: " + type + "\ndata: " + data + "\n\n";
    }

    private void addBlock(int index, Block block, List<String> frames) {
        frames.add(frame("content_block_start", "\"index\":%d,\"content_block\":%s".formatted(index, opening(block))));
        switch (block) {
            case Block.Text(String text) -> addDeltas(index, "text_delta", "text", text, frames);
            case Block.Thinking(String text, String signature) -> {
                addDeltas(index, "thinking_delta", "thinking", text, frames);
                frames.add(delta(index, "signature_delta", "signature", signature));
            }
            case Block.Redacted _ -> {}
            case Block.ToolUse(String _, String _, String input) -> {
                frames.add(delta(index, "input_json_delta", "partial_json", ""));
                addDeltas(index, "input_json_delta", "partial_json", input, frames);
            }
        }
        frames.add(frame("content_block_stop", "\"index\":" + index));
    }

    private static void addDeltas(int index, String type, String member, String text, List<String> frames) {
        int[] characters = text.codePoints().toArray();
        for (int from = 0; from < characters.length; from += FRAGMENT) {
            String fragment = new String(characters, from, Math.min(FRAGMENT, characters.length - from));
            frames.add(delta(index, type, member, fragment));
        }
    }

    private static String delta(int index, String type, String member, String text) {
        return frame(
                "content_block_delta",
                "\"index\":%d,\"delta\":{\"type\":\"%s\",\"%s\":%s}".formatted(index, type, member, quote(text)));
    }

    private static String opening(Block block) {
        return switch (block) {
            case Block.Text _ -> whole(new Block.Text(""));
            case Block.Thinking _ -> whole(new Block.Thinking("", ""));
            case Block.Redacted redacted -> whole(redacted);
            case Block.ToolUse(String id, String name, String _) -> whole(new Block.ToolUse(id, name, "{}"));
        };
    }

    private static String whole(Block block) {
        return switch (block) {
            case Block.Text(String text) -> "{\"type\":\"text\",\"text\":%s,\"citations\":null}".formatted(quote(text));
            case Block.Thinking(String text, String signature) ->
                "{\"type\":\"thinking\",\"thinking\":%s,\"signature\":%s}".formatted(quote(text), quote(signature));
            case Block.Redacted(String data) -> "{\"type\":\"redacted_thinking\",\"data\":%s}".formatted(quote(data));
            case Block.ToolUse(String id, String name, String input) ->
                "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":%s,\"caller\":{\"type\":\"direct\"}}"
                        .formatted(quote(id), quote(name), input);
        };
    }

    private String message(String blocks, String stop, String moreMembers, int tokens) {
        String usage = ("{\"input_tokens\":5,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":2,"
                        + "\"output_tokens\":%d,\"service_tier\":\"standard\",\"output_tokens_details\":"
                        + "{\"thinking_tokens\":%d}}")
                .formatted(tokens, Math.min(tokens, thinkingTokens));
        return ("{\"id\":\"%s\",\"type\":\"message\",\"role\":\"assistant\",\"model\":%s,\"content\":%s,"
                        + "\"stop_reason\":%s,\"stop_sequence\":null%s,\"usage\":%s}")
                .formatted(ID, quote(model), blocks, stop, moreMembers, usage);
    }

    private String details() {
        return stopReason.equals("refusal") ? REFUSAL : "";
    }

    private static String quote(String text) {
        return JsonTree.quote(text);
    }
}
