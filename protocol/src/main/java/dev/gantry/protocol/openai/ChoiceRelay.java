package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One choice of a stream: a role chunk, deltas, one finish chunk. Confined to one thread.
final class ChoiceRelay {
    private static final byte[] ASSISTANT = "\"assistant\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_TEXT = "\"\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_DELTA = {'{', '}'};
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final int index;
    private final OwnChunks chunks;
    private final ToolCallSequence tools;
    private final @Nullable ThinkTagSplitter splitter;
    private final ReasoningDetails details;
    private boolean roleSent;
    private @Nullable FinishReason finish;
    private long textBytes;

    /// @param splitter null where the content is not to be looked at
    ChoiceRelay(
            int index,
            ToolCallSequence tools,
            @Nullable ThinkTagSplitter splitter,
            ReasoningDetails details,
            OwnChunks chunks) {
        this.index = index;
        this.tools = tools;
        this.splitter = splitter;
        this.details = details;
        this.chunks = chunks;
    }

    /// Rewrites this choice's part of a chunk; chunks that must come before it are written at once.
    ///
    /// @return whether anything is left that says something
    boolean rewrite(ChoiceView view, Splice splice) {
        MessageView delta = view.message;
        if (finish != null) {
            requireSilence(delta);
            return false;
        }
        delta.requireTextContent();
        FinishReason reason = reasonOf(view, splice);
        textBytes += delta.content.textBytes() + delta.reasoningText().textBytes();
        boolean roleChunk = sendRole(view, reason, splice);
        if (!roleChunk) {
            rewriteText(delta, reason != null, splice);
        }
        ReasoningMember.unify(delta, splice);
        gatherDetails(delta, splice);
        tools.rewrite(delta, reason, splice);
        splice.set(view.object, view.finishReason, reason == null ? NULL : finish(reason, delta, splice));
        splice.removeDropped(delta.object);
        if (!delta.object.isPresent()) {
            splice.set(view.object, view.body, EMPTY_DELTA);
        }
        return roleChunk || reason != null || delta.object.keepsSomething();
    }

    /// A chunk that says nothing but that the stream is alive: the role if it has not been sent, else an
    /// empty delta.
    void beat() {
        if (roleSent) {
            chunks.delta(index, "");
        } else {
            roleSent = true;
            chunks.role(index);
        }
    }

    boolean isFinished() {
        return finish != null;
    }

    Optional<String> finishReason() {
        return Optional.ofNullable(finish).map(FinishReason::word);
    }

    long outputBytes() {
        return textBytes + tools.argumentBytes();
    }

    private static @Nullable FinishReason reasonOf(ChoiceView view, Splice splice) {
        return view.finishReason.isText()
                ? FinishReason.of(splice.text(view.finishReason)).requireEnd()
                : null;
    }

    /// Sees to it that the role comes first, once and alone.
    ///
    /// @return whether this chunk is the role chunk
    private boolean sendRole(ChoiceView view, @Nullable FinishReason reason, Splice splice) {
        MessageView delta = view.message;
        if (roleSent) {
            delta.role.drop();
            return false;
        }
        roleSent = true;
        boolean bare = reason == null && delta.object.isPresent() && !delta.speaks() && !delta.object.hasUnknown();
        if (bare) {
            splice.set(delta.object, delta.role, ASSISTANT);
            splice.set(delta.object, delta.content, NO_TEXT);
        } else {
            chunks.role(index);
            delta.role.drop();
        }
        return bare;
    }

    private void rewriteText(MessageView delta, boolean ending, Splice splice) {
        Member content = delta.content;
        if (content.is(JsonToken.NULL)) {
            content.drop();
        }
        if (splitter == null || splitter.isSettled()) {
            return;
        }
        if (delta.hasReasoning()) {
            splitter.bypass();
        } else if (!ending && splitter.isPlainlyThinking() && isPlain(content, splice)) {
            ReasoningMember.renameContent(delta, splice);
            return;
        }
        split(splitter, content, ending, splice);
    }

    private void split(ThinkTagSplitter splitter, Member content, boolean ending, Splice splice) {
        String text = content.isText() ? splice.text(content) : "";
        splitter.push(text);
        if (ending) {
            splitter.finish();
        }
        String reasoning = splitter.takeReasoning();
        String answer = splitter.takeAnswer();
        if (reasoning.isEmpty() && answer.equals(text)) {
            return;
        }
        if (!content.is(JsonToken.STRING)) {
            chunks.delta(index, ReasoningMember.members(reasoning, answer));
        } else if (reasoning.isEmpty() && answer.isEmpty()) {
            content.drop();
        } else {
            splice.replaceMember(content, ReasoningMember.members(reasoning, answer));
        }
    }

    /// Text in which no tag and no line break can begin.
    private static boolean isPlain(Member content, Splice splice) {
        return content.isText() && !splice.valueHas(content, '<', '\\');
    }

    private void gatherDetails(MessageView delta, Splice splice) {
        if (delta.reasoningDetails.is(JsonToken.ARRAY_START)) {
            details.add(splice.copyValue(delta.reasoningDetails));
        }
        delta.reasoningDetails.drop();
    }

    /// @return the finish reason for the client, as JSON
    private byte[] finish(FinishReason reason, MessageView delta, Splice splice) {
        FinishReason end = reason.withToolCalls(tools.anyStarted());
        tools.finish(end, chunks);
        details.take().ifPresent(whole -> sendDetails(whole, delta, splice));
        finish = end;
        return end.json();
    }

    private void sendDetails(byte[] whole, MessageView delta, Splice splice) {
        if (delta.object.isPresent()) {
            splice.insert(delta.object, delta.reasoningDetails, whole);
        } else {
            chunks.delta(index, "\"reasoning_details\":" + new String(whole, StandardCharsets.UTF_8));
        }
    }

    private static void requireSilence(MessageView delta) {
        if (delta.speaks()) {
            throw UpstreamFailed.violation("went on after it had finished");
        }
    }
}
