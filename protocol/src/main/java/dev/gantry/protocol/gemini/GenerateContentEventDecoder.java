package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.EventDecoder;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.sse.SseReader;
import dev.gantry.protocol.sse.SseSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the stream of `streamGenerateContent?alt=sse` (Gemini API, "Generating content"): each event is a response
/// with new parts, nothing marks the end. The answer is whole when the body ended and every candidate had its finish
/// reason, which is said only then. Confined to one thread.
public final class GenerateContentEventDecoder implements EventDecoder {
    private final SseReader reader;
    private final AnswerEvents answer = new AnswerEvents();
    private final UnframedBody unframed = new UnframedBody();
    private boolean over;

    /// @param maxEventBytes how large one event may be, at least 1
    public GenerateContentEventDecoder(int maxEventBytes) {
        reader = new SseReader(maxEventBytes);
    }

    @Override
    public void feed(byte[] bytes, int from, int to, ChatEventSink sink) {
        if (over) {
            return;
        }
        if (!answer.started()) {
            unframed.add(bytes, from, to);
        }
        reader.feed(bytes, from, to, new Events(sink));
    }

    @Override
    public void end(ChatEventSink sink) {
        if (over) {
            return;
        }
        try {
            requireCleanEnd();
            answer.end(sink);
            over = true;
        } catch (BrokenAnswer broken) {
            fail(broken.problem(), sink);
        }
    }

    private final class Events implements SseSink {
        private final ChatEventSink sink;

        Events(ChatEventSink sink) {
            this.sink = sink;
        }

        @Override
        public void event(byte[] bytes, int from, int to, @Nullable String name) {
            if (!over) {
                take(bytes, from, to, sink);
            }
        }

        @Override
        public void comment() {}

        @Override
        public void tooLarge() {
            if (!over) {
                fail(UpstreamProblem.protocolViolation("sent an event that is too large"), sink);
            }
        }
    }

    private void take(byte[] bytes, int from, int to, ChatEventSink sink) {
        try {
            GenerateContentResponse response = ResponseReader.read(bytes, from, to);
            if (response.isError()) {
                throw new BrokenAnswer(GeminiErrorReader.readEvent(Arrays.copyOfRange(bytes, from, to)));
            }
            answer.take(response, sink);
        } catch (JsonSyntaxException notJson) {
            fail(UpstreamProblem.protocolViolation("sent an event that is not JSON"), sink);
        } catch (BrokenAnswer broken) {
            fail(broken.problem(), sink);
        }
    }

    private void requireCleanEnd() {
        if (!answer.started()) {
            throw new BrokenAnswer(unframed.problem()
                    .orElseGet(() -> UpstreamProblem.protocolViolation("answered with something that is no answer")));
        }
        if (reader.endsInsideEvent()) {
            throw new BrokenAnswer("ended the stream inside an event");
        }
    }

    private void fail(UpstreamProblem problem, ChatEventSink sink) {
        over = true;
        sink.failed(problem);
    }
}
