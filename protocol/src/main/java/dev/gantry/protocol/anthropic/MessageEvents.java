package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.ReasoningDetail;
import java.util.ArrayList;
import java.util.List;

/// Says in {@link ChatEvent}s what the blocks of one message say, whether they come whole or in deltas. It keeps the
/// numbers that the events need: the place of tool calls among each other, of thinking before them, of citations in
/// the text. Confined to one thread.
final class MessageEvents {
    private static final int CHOICE = 0;

    private enum Block {
        NONE,
        TEXT,
        TOOL,
        ANSWER,
        THINKING,
        /// A block that has no place on the wire.
        SKIPPED
    }

    private final int maxKeptCharacters;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final List<ReasoningDetail> undelivered = new ArrayList<>(0);
    private final Citations citations = new Citations();
    private Block block = Block.NONE;
    private String initialInput = "";
    private boolean hasArguments;
    private boolean onlyThinkingSoFar = true;
    private int calls;
    private int details;
    private int textLength;
    private int textBlockStart;
    private int keptCharacters;

    /// @param maxKeptCharacters how much reasoning is kept to be sent back; beyond it none is, for half a signed block
    ///     is worth nothing
    MessageEvents(int maxKeptCharacters) {
        this.maxKeptCharacters = maxKeptCharacters;
    }

    void start(String messageId, ChatEventSink sink) {
        sink.event(new ChatEvent.Started(messageId));
    }

    void startText(String text, ChatEventSink sink) {
        open(Block.TEXT, sink);
        textBlockStart = textLength;
        text(text, sink);
    }

    void startThinking(String text, String itsSignature, ChatEventSink sink) {
        open(Block.THINKING, sink);
        thinking.setLength(0);
        signature.setLength(0);
        thinking(text, sink);
        signature(itsSignature);
    }

    /// A block that only the provider can read: it is complete at once.
    void redactedThinking(String data, ChatEventSink sink) {
        open(Block.SKIPPED, sink);
        sink.event(new ChatEvent.ReasoningDelta(CHOICE, ""));
        if (fits(data.length())) {
            keep(new ReasoningDetail.Encrypted(data, ReasoningFormat.ANTHROPIC, details, null), sink);
        }
    }

    /// @param input the arguments where they come with the call, JSON; they count where no deltas of them follow
    void startTool(String id, String name, String input, ChatEventSink sink) {
        if (name.equals(AnswerForm.ANSWER_TOOL)) {
            open(Block.ANSWER, sink);
        } else {
            open(Block.TOOL, sink);
            undelivered.forEach(detail -> sink.event(new ChatEvent.ReasoningKept(CHOICE, before(id, detail))));
            undelivered.clear();
            sink.event(new ChatEvent.ToolCallStarted(CHOICE, calls++, id, name, ""));
        }
        initialInput = input;
        hasArguments = false;
    }

    void startSkipped(ChatEventSink sink) {
        open(Block.SKIPPED, sink);
    }

    void text(String text, ChatEventSink sink) {
        if (block == Block.TEXT && !text.isEmpty()) {
            textLength += text.length();
            sink.event(new ChatEvent.TextDelta(CHOICE, text));
        }
    }

    void arguments(String fragment, ChatEventSink sink) {
        if (fragment.isEmpty()) {
            return;
        }
        if (block == Block.TOOL) {
            hasArguments = true;
            sink.event(new ChatEvent.ToolArgumentsDelta(CHOICE, calls - 1, fragment));
        } else if (block == Block.ANSWER) {
            hasArguments = true;
            textLength += fragment.length();
            sink.event(new ChatEvent.TextDelta(CHOICE, fragment));
        }
    }

    void thinking(String text, ChatEventSink sink) {
        if (block == Block.THINKING) {
            if (fits(text.length())) {
                thinking.append(text);
            }
            sink.event(new ChatEvent.ReasoningDelta(CHOICE, text));
        }
    }

    void signature(String part) {
        if (block == Block.THINKING && fits(part.length())) {
            signature.append(part);
        }
    }

    Citations citations() {
        return citations;
    }

    /// Ends the block at hand, if there is one.
    void stopBlock(ChatEventSink sink) {
        Block ended = block;
        switch (ended) {
            case TEXT -> citations.endText(textBlockStart, textLength);
            case TOOL, ANSWER -> {
                if (!hasArguments) {
                    arguments(initialInput, sink);
                }
            }
            case THINKING -> keepThinking(sink);
            case NONE, SKIPPED -> {}
        }
        block = Block.NONE;
    }

    /// The message is whole.
    ///
    /// @param explanation what a refusal says; empty for nothing
    void finish(String stopReason, String explanation, ChatEventSink sink) {
        stopBlock(sink);
        undelivered.forEach(detail -> sink.event(new ChatEvent.ReasoningKept(CHOICE, detail)));
        undelivered.clear();
        citations.annotations().ifPresent(json -> sink.event(new ChatEvent.Annotated(CHOICE, json)));
        FinishReason reason = StopReason.meaning(stopReason, calls > 0);
        if (reason == FinishReason.CONTENT_FILTER && !explanation.isEmpty()) {
            sink.event(new ChatEvent.RefusalDelta(CHOICE, explanation));
        }
        sink.event(new ChatEvent.Finished(CHOICE, reason));
    }

    private void open(Block next, ChatEventSink sink) {
        stopBlock(sink);
        block = next;
        onlyThinkingSoFar &= next == Block.THINKING || next == Block.SKIPPED;
    }

    private void keepThinking(ChatEventSink sink) {
        if (!signature.isEmpty() && keptCharacters <= maxKeptCharacters) {
            keep(
                    new ReasoningDetail.Text(
                            thinking.toString(), signature.toString(), ReasoningFormat.ANTHROPIC, details, null),
                    sink);
        }
    }

    /// The blocks at the front of a message belong to none of its calls; a later one waits for the call that it comes
    /// before.
    private void keep(ReasoningDetail detail, ChatEventSink sink) {
        details++;
        if (onlyThinkingSoFar) {
            sink.event(new ChatEvent.ReasoningKept(CHOICE, detail));
        } else {
            undelivered.add(detail);
        }
    }

    private boolean fits(int more) {
        keptCharacters = (int) Math.min(Integer.MAX_VALUE, (long) keptCharacters + more);
        return keptCharacters <= maxKeptCharacters;
    }

    private static ReasoningDetail before(String callId, ReasoningDetail detail) {
        return switch (detail) {
            case ReasoningDetail.Text(String text, String sign, String format, int index, String _) ->
                new ReasoningDetail.Text(text, sign, format, index, callId);
            case ReasoningDetail.Encrypted(String data, String format, int index, String _) ->
                new ReasoningDetail.Encrypted(data, format, index, callId);
        };
    }
}
