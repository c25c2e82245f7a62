package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.EventDecoder;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.chat.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The translation lane of one streamed answer: the bytes of an upstream of another dialect in, frames for the client
/// out. A delta leaves as a chunk of its own; blocks of reasoning that the provider wants back leave together, in the
/// finish chunk.
///
/// The provider's usage is exact only when the answer is whole: until then the output counts at least as much as the
/// estimate for what was seen. Confined to one thread. Memory: what the decoder holds, what was not drained, and the
/// blocks of reasoning, at most {@link StreamTerms#maxEventBytes} characters a choice.
public final class TranslatedStream implements AnswerStream {
    private static final byte[] NOTHING = new byte[0];

    private final EventDecoder decoder;
    private final StreamTerms terms;
    private final @Nullable UsageEstimate estimate;
    private final ChunkEncoder encoder;
    private final ChatEventSink events = new Events();
    private final BodyHead head = new BodyHead();
    private StreamState state = StreamState.OPEN;
    private @Nullable UpstreamProblem problem;
    private boolean started;
    private long dataEvents;

    /// @param decoder a fresh one for this answer
    /// @param terms of which the `<think>` tags do not concern this lane
    /// @param estimate what to say of the usage where the upstream says nothing; null: nothing
    public TranslatedStream(EventDecoder decoder, StreamTerms terms, @Nullable UsageEstimate estimate) {
        this.decoder = decoder;
        this.terms = terms;
        this.estimate = estimate;
        this.encoder = new ChunkEncoder(terms);
    }

    @Override
    public void feed(byte[] bytes, int from, int to) {
        if (state == StreamState.OPEN) {
            if (dataEvents == 0) {
                head.add(bytes, from, to);
            }
            decoder.feed(bytes, from, to, events);
        }
    }

    @Override
    public void end() {
        if (state == StreamState.OPEN) {
            decoder.end(events);
        }
        if (state == StreamState.OPEN) {
            complete();
        }
    }

    @Override
    public byte[] drain() {
        return encoder.drain();
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
        Usage seen = estimate == null ? Usage.NONE : estimate.of(outputBytes());
        return encoder.usage()
                .map(reported -> state == StreamState.COMPLETE ? reported : reported.withOutputOfAtLeast(seen))
                .orElse(seen);
    }

    @Override
    public boolean usageReported() {
        return state == StreamState.COMPLETE && encoder.usage().isPresent();
    }

    @Override
    public long dataEvents() {
        return dataEvents;
    }

    @Override
    public long outputBytes() {
        return encoder.outputBytes();
    }

    @Override
    public List<String> finishReasons() {
        return encoder.finishReasons();
    }

    @Override
    public byte[] heartbeat() {
        return state == StreamState.OPEN ? encoder.heartbeat() : NOTHING;
    }

    private void complete() {
        if (!encoder.isFinished()) {
            fail(head.whyIncomplete(dataEvents));
            return;
        }
        state = StreamState.COMPLETE;
        boolean countable = encoder.usage().isPresent() || estimate != null;
        encoder.complete(terms.includeUsage() && countable ? usage() : null);
    }

    private void fail(UpstreamProblem what) {
        problem = what;
        state = StreamState.FAILED;
    }

    private final class Events implements ChatEventSink {
        @Override
        public void event(ChatEvent event) {
            if (state != StreamState.OPEN) {
                return;
            }
            dataEvents++;
            try {
                encoder.write(event);
            } catch (UpstreamFailed failure) {
                fail(failure.problem());
            }
            started |= encoder.hasFrames();
        }

        @Override
        public void completed() {
            if (state == StreamState.OPEN) {
                complete();
            }
        }

        /// A body that is no stream at all may say more of what is wrong than its decoder can.
        @Override
        public void failed(UpstreamProblem what) {
            if (state == StreamState.OPEN) {
                boolean noStream = dataEvents == 0 && what.kind() == Kind.PROTOCOL_VIOLATION;
                fail(noStream ? head.problem().orElse(what) : what);
            }
        }
    }
}
