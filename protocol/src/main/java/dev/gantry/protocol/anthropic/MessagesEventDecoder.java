package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.EventDecoder;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.sse.SseReader;
import dev.gantry.protocol.sse.SseSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the stream of one message (platform.claude.com, "Streaming messages"). Events and blocks of kinds that it
/// does not know are passed over, as that page demands. The message is whole at `message_stop`; a stream that ends
/// without it, or without a stop reason, has failed. Confined to one thread.
public final class MessagesEventDecoder implements EventDecoder {
    private enum State {
        NOT_STARTED,
        STARTED,
        OVER
    }

    private final SseReader reader;
    private final JsonScanner scanner = new JsonScanner(new byte[0]);
    private final MessageEvents events;
    private final BlockReader block;
    private final UsageCounts usage = new UsageCounts();
    private final Members message = new Members("id", "usage");
    private final Members stopDetails = new Members("explanation");
    private final Members delta = new Members(
                    "type", "text", "partial_json", "thinking", "signature", "citation", "stop_reason", "stop_details")
            .into("stop_details", stopDetails);
    private final Members event;
    private State state = State.NOT_STARTED;
    private long openBlock = -1;
    private String stopReason = "";
    private String explanation = "";

    /// @param maxEventBytes how large one event may be, at least 1
    /// @param maxKeptCharacters how much reasoning is kept to be sent back, at least 0; of a message that has more,
    ///     what is beyond it is shown, but not kept
    public MessagesEventDecoder(int maxEventBytes, int maxKeptCharacters) {
        reader = new SseReader(maxEventBytes);
        events = new MessageEvents(maxKeptCharacters);
        block = new BlockReader(events);
        event = new Members("type", "index", "message", "content_block", "delta", "usage", "error")
                .into("message", message)
                .into("content_block", block.members())
                .into("delta", delta);
    }

    @Override
    public void feed(byte[] bytes, int from, int to, ChatEventSink sink) {
        if (state != State.OVER) {
            reader.feed(bytes, from, to, new Events(sink));
        }
    }

    @Override
    public void end(ChatEventSink sink) {
        if (state != State.OVER) {
            fail(UpstreamProblem.protocolViolation("ended the stream before the message was complete"), sink);
        }
    }

    private final class Events implements SseSink {
        private final ChatEventSink sink;

        Events(ChatEventSink sink) {
            this.sink = sink;
        }

        @Override
        public void event(byte[] bytes, int from, int to, @Nullable String name) {
            if (state != State.OVER) {
                take(bytes, from, to, sink);
            }
        }

        @Override
        public void comment() {}

        @Override
        public void tooLarge() {
            if (state != State.OVER) {
                fail(UpstreamProblem.protocolViolation("sent an event that is too large"), sink);
            }
        }
    }

    private void take(byte[] bytes, int from, int to, ChatEventSink sink) {
        try {
            read(bytes, from, to);
            handle(bytes, from, to, sink);
        } catch (JsonSyntaxException _) {
            fail(UpstreamProblem.protocolViolation("sent an event that is not JSON"), sink);
        } catch (BrokenAnswer broken) {
            fail(broken.problem(), sink);
        }
    }

    private void read(byte[] bytes, int from, int to) {
        scanner.reset(bytes, from, to);
        if (scanner.next() != JsonToken.OBJECT_START) {
            throw new BrokenAnswer("sent an event that is no object");
        }
        event.read(bytes, scanner);
        scanner.next();
    }

    private void handle(byte[] bytes, int from, int to, ChatEventSink sink) {
        String type = event.text("type");
        if (type.equals("error") || (type.isEmpty() && event.has("error"))) {
            throw new BrokenAnswer(AnthropicErrorReader.readEvent(Arrays.copyOfRange(bytes, from, to)));
        }
        if (type.equals("message_start")) {
            start(sink);
        } else if (isOfMessage(type)) {
            if (state == State.NOT_STARTED) {
                throw new BrokenAnswer("sent a part of a message before its start");
            }
            handlePart(type, sink);
        }
    }

    private static boolean isOfMessage(String type) {
        return switch (type) {
            case "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop" ->
                true;
            default -> false;
        };
    }

    private void handlePart(String type, ChatEventSink sink) {
        switch (type) {
            case "content_block_delta" -> {
                if (event.number("index", openBlock) == openBlock) {
                    takeDelta(sink);
                }
            }
            case "content_block_start" -> {
                openBlock = event.number("index", openBlock + 1);
                block.start(sink);
            }
            case "content_block_stop" -> {
                if (event.number("index", openBlock) == openBlock) {
                    events.stopBlock(sink);
                }
            }
            case "message_delta" -> takeMessageDelta(sink);
            default -> stop(sink);
        }
    }

    private void start(ChatEventSink sink) {
        if (state != State.NOT_STARTED) {
            throw new BrokenAnswer("started a second message");
        }
        state = State.STARTED;
        events.start(message.text("id"), sink);
        report(message, sink);
    }

    private void takeDelta(ChatEventSink sink) {
        switch (delta.text("type")) {
            case "text_delta" -> events.text(delta.text("text"), sink);
            case "input_json_delta" -> events.arguments(delta.text("partial_json"), sink);
            case "thinking_delta" -> events.thinking(delta.text("thinking"), sink);
            case "signature_delta" -> events.signature(delta.text("signature"));
            case "citations_delta" -> {
                if (delta.has("citation")) {
                    events.citations().take(delta.at("citation"));
                }
            }
            default -> {
                // a kind of delta that came later than this decoder
            }
        }
    }

    private void takeMessageDelta(ChatEventSink sink) {
        if (delta.has("stop_reason")) {
            stopReason = delta.text("stop_reason");
            explanation = stopDetails.text("explanation");
        }
        report(event, sink);
    }

    private void report(Members holder, ChatEventSink sink) {
        if (holder.has("usage")) {
            usage.take(holder.at("usage"));
            if (usage.isReported()) {
                sink.event(new ChatEvent.UsageReported(usage.usage()));
            }
        }
    }

    private void stop(ChatEventSink sink) {
        if (stopReason.isEmpty()) {
            throw new BrokenAnswer("ended the message without a stop reason");
        }
        events.finish(stopReason, explanation, sink);
        state = State.OVER;
        sink.completed();
    }

    private void fail(UpstreamProblem problem, ChatEventSink sink) {
        state = State.OVER;
        sink.failed(problem);
    }
}
