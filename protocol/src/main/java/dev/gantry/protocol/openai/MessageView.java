package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Where things lie in one `message` or `delta`. Reused.
final class MessageView {
    final Member role = new Member("role");
    final Member content = new Member("content");
    final Member reasoningContent = new Member("reasoning_content");
    final Member reasoning = new Member("reasoning");
    final Member thinking = new Member("thinking");
    final Member reasoningDetails = new Member("reasoning_details");
    final Member toolCalls = new Member("tool_calls");
    final ObjectView object =
            new ObjectView(role, content, reasoningContent, reasoning, thinking, reasoningDetails, toolCalls);
    final ReusedList<ToolCallView> calls = new ReusedList<>(ToolCallView::new);

    void forget() {
        object.forget();
        calls.clear();
    }

    /// Reads the object whose opening brace the scanner is at.
    void scan(JsonScanner scanner) {
        calls.clear();
        object.open(scanner);
        while (object.advance(scanner)) {
            if (object.isAt(toolCalls) && scanner.current() == JsonToken.ARRAY_START) {
                scanCalls(scanner);
            } else {
                scanner.skipValue();
            }
        }
    }

    /// Whether it carries text, reasoning or tool calls.
    boolean speaks() {
        return content.isText() || hasReasoning() || !calls.isEmpty();
    }

    boolean hasReasoning() {
        return reasoningContent.isText() || reasoning.isText() || thinking.isText();
    }

    /// The reasoning text under whichever name it came, and only once.
    Member reasoningText() {
        if (reasoningContent.isText()) {
            return reasoningContent;
        }
        return reasoning.isText() ? reasoning : thinking;
    }

    /// The wire knows content as a string only; the nulls of the field say nothing.
    void requireTextContent() {
        if (content.isPresent() && !content.is(JsonToken.STRING) && !content.is(JsonToken.NULL)) {
            throw UpstreamFailed.violation("sent content that is no text");
        }
    }

    private void scanCalls(JsonScanner scanner) {
        while (scanner.next() != JsonToken.ARRAY_END) {
            if (scanner.current() != JsonToken.OBJECT_START) {
                throw UpstreamFailed.violation("sent a tool call that is no object");
            }
            calls.add().scan(scanner);
        }
    }
}
