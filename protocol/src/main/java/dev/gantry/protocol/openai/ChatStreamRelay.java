package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.sse.SseReader;
import dev.gantry.protocol.sse.SseSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pass-through lane of one streamed answer: the bytes of an OpenAI-compatible upstream in, frames for
/// the client out. Chunks are scanned once and spliced by byte range; what satisfies the wire passes as it
/// came, fields that nobody knows included.
///
/// The frames keep this order whatever the upstream does: for each choice a role chunk, deltas, one finish
/// chunk; then the usage chunk if it was asked for; then `data: [DONE]`. Reasoning is `reasoning_content`,
/// also where it came as `<think>` tags: a delta in which the tag closes then carries both
/// `reasoning_content` and `content`. Chunks without a word for the client (comments, empty `choices`,
/// repeated roles) are swallowed.
///
/// An answer that the upstream ends early never looks whole: without a finish reason for every choice the
/// state is {@link StreamState#FAILED}, and neither the usage chunk nor `[DONE]` is made. The error frame is
/// the caller's. Upstream bytes after the end are ignored.
///
/// Usage that the upstream reported, on whichever chunk, is sent once; the last report wins. Where it never
/// reported any, the usage chunk has the {@link UsageEstimate}, or is left out if there is none.
///
/// Confined to one thread. Memory: one event of the upstream, what was not drained, and a few hundred bytes
/// for each choice and tool call.
public final class ChatStreamRelay implements AnswerStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private final StreamTerms terms;
    private final @Nullable UsageEstimate estimate;
    private final SseReader reader;
    private final SseSink events = new Events();
    private final CompletionView chunk = new CompletionView("delta");
    private final Splice splice = new Splice();
    private final FrameWriter frames = new FrameWriter();
    private final ChunkEnvelope envelope;
    private final OwnChunks chunks;
    private final ChoiceRelay[] choices;
    private final long[] lastEvents;
    private final ReportedUsage reported = new ReportedUsage();
    private final BodyHead head = new BodyHead();
    private StreamState state = StreamState.OPEN;
    private @Nullable UpstreamProblem problem;
    private boolean started;
    private long dataEvents;

    public ChatStreamRelay(StreamTerms terms) {
        this(terms, null);
    }

    /// A relay that can estimate.
    ///
    /// @param estimate what to say of the usage where the upstream says nothing; null: nothing
    public ChatStreamRelay(StreamTerms terms, @Nullable UsageEstimate estimate) {
        this.terms = terms;
        this.estimate = estimate;
        this.reader = new SseReader(terms.maxEventBytes());
        this.envelope = new ChunkEnvelope(terms);
        this.chunks = new OwnChunks(envelope, frames);
        this.choices = new ChoiceRelay[terms.choices()];
        this.lastEvents = new long[terms.choices()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new ChoiceRelay(
                    i,
                    new ToolCallSequence(i, terms.fallbackId()),
                    terms.splitThinkTags() ? new ThinkTagSplitter(terms.startsInThinking()) : null,
                    new ReasoningDetails(terms.maxEventBytes()),
                    chunks);
        }
    }

    @Override
    public void feed(byte[] bytes, int from, int to) {
        if (state == StreamState.OPEN) {
            if (dataEvents == 0) {
                head.add(bytes, from, to);
            }
            reader.feed(bytes, from, to, events);
        }
    }

    @Override
    public void end() {
        if (state == StreamState.OPEN) {
            complete();
        }
    }

    @Override
    public byte[] drain() {
        return frames.drain();
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public StreamState state() {
        return state;
    }

    @Override
    public Optional<UpstreamProblem> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public Usage usage() {
        return reported.usage().orElseGet(() -> estimate == null ? Usage.NONE : estimate.of(outputBytes()));
    }

    @Override
    public boolean usageReported() {
        return reported.usage().isPresent();
    }

    @Override
    public long dataEvents() {
        return dataEvents;
    }

    @Override
    public long outputBytes() {
        long bytes = 0;
        for (ChoiceRelay choice : choices) {
            bytes += choice.outputBytes();
        }
        return bytes;
    }

    @Override
    public List<String> finishReasons() {
        List<String> reasons = new ArrayList<>(choices.length);
        for (ChoiceRelay choice : choices) {
            choice.finishReason().ifPresent(reasons::add);
        }
        return List.copyOf(reasons);
    }

    @Override
    public byte[] heartbeat() {
        if (state != StreamState.OPEN) {
            return NOTHING;
        }
        for (ChoiceRelay choice : choices) {
            if (!choice.isFinished()) {
                choice.beat();
                return drain();
            }
        }
        return frames.drainOrKeepAlive();
    }

    private void take(byte[] bytes, int from, int to, @Nullable String name) {
        int start = skipWhiteSpace(bytes, from, to);
        if (state != StreamState.OPEN || start == to) {
            return;
        }
        dataEvents++;
        if (isDone(bytes, start, to)) {
            complete();
            return;
        }
        try {
            relay(bytes, start, to, name);
        } catch (UpstreamFailed failure) {
            fail(failure.problem());
        } catch (JsonSyntaxException notJson) {
            fail(UpstreamProblem.protocolViolation("sent an event that is not JSON"));
        }
        started |= !frames.isEmpty();
    }

    private void relay(byte[] bytes, int from, int to, @Nullable String name) {
        boolean list = bytes[from] == '[';
        if (!list) {
            chunk.scan(bytes, from, to);
        }
        if (list || "error".equals(name) || chunk.isFailure()) {
            throw new UpstreamFailed(UpstreamErrorReader.readEvent(Arrays.copyOfRange(bytes, from, to)));
        }
        splice.turnTo(bytes, from, to);
        reported.takeFrom(chunk, splice);
        if (chunk.choiceList.isEmpty()) {
            reported.keepOwnChunk(chunk, Arrays.copyOfRange(bytes, from, to));
            return;
        }
        envelope.put(chunk, splice);
        chunk.error.drop();
        splice.removeDropped(chunk.object);
        if (rewriteChoices()) {
            frames.append(splice.edits());
        }
    }

    private boolean rewriteChoices() {
        boolean saysSomething = false;
        for (int i = 0; i < chunk.choiceList.size(); i++) {
            ChoiceView view = chunk.choiceList.get(i);
            if (choiceOf(view, i).rewrite(view, splice)) {
                saysSomething = true;
            } else {
                splice.removeElement(view.object);
            }
        }
        return saysSomething;
    }

    /// The choice that a part of a chunk belongs to; by position where the host leaves the index out.
    private ChoiceRelay choiceOf(ChoiceView view, int position) {
        long index = view.index.is(JsonToken.NUMBER) ? splice.longValue(view.index) : position;
        if (index < 0 || index >= choices.length) {
            throw UpstreamFailed.violation("sent a choice that nobody asked for");
        }
        if (!view.index.is(JsonToken.NUMBER)) {
            splice.set(view.object, view.index, Long.toString(index).getBytes(StandardCharsets.US_ASCII));
        }
        if (lastEvents[(int) index] == dataEvents) {
            throw UpstreamFailed.violation("sent the same choice twice in one chunk");
        }
        lastEvents[(int) index] = dataEvents;
        return choices[(int) index];
    }

    private void complete() {
        for (ChoiceRelay choice : choices) {
            if (!choice.isFinished()) {
                fail(head.whyIncomplete(dataEvents));
                return;
            }
        }
        if (terms.includeUsage()) {
            sendUsage();
        }
        frames.appendDone();
        state = StreamState.COMPLETE;
    }

    private void sendUsage() {
        Optional<byte[]> usage = reported.json()
                .or(() -> Optional.ofNullable(estimate).map(e -> UsageObject.write(e.of(outputBytes()))));
        usage.ifPresent(counts ->
                reported.ownChunk().ifPresentOrElse(chunk -> chunks.usage(chunk, counts), () -> chunks.usage(counts)));
    }

    private void fail(UpstreamProblem what) {
        problem = what;
        state = StreamState.FAILED;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        return to - from >= DONE.length && Arrays.equals(bytes, from, from + DONE.length, DONE, 0, DONE.length);
    }

    private static int skipWhiteSpace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private final class Events implements SseSink {
        @Override
        public void event(byte[] bytes, int from, int to, @Nullable String name) {
            take(bytes, from, to, name);
        }

        @Override
        public void comment() {}

        @Override
        public void tooLarge() {
            if (state == StreamState.OPEN) {
                fail(UpstreamProblem.protocolViolation(
                        "sent an event of more than " + terms.maxEventBytes() + " bytes"));
            }
        }
    }
}
