package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.AnswerDecoder;
import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import java.util.ArrayList;
import java.util.List;

/// Reads whole messages (platform.claude.com, "Create a Message"). Stateless and thread-safe.
public final class MessagesAnswerDecoder implements AnswerDecoder {

    @Override
    public DecodedAnswer decode(int status, byte[] body) {
        if (status >= 400) {
            return new DecodedAnswer.Failed(AnthropicErrorReader.read(status, body));
        }
        try {
            return new DecodedAnswer.Answered(new OneMessage(body).read());
        } catch (JsonSyntaxException _) {
            return new DecodedAnswer.Failed(
                    UpstreamProblem.protocolViolation("answered with something that is not JSON"));
        } catch (BrokenAnswer broken) {
            return new DecodedAnswer.Failed(broken.problem());
        }
    }

    private static final class OneMessage implements ChatEventSink {
        private final byte[] body;
        private final List<ChatEvent> found = new ArrayList<>();
        private final MessageEvents events = new MessageEvents(Integer.MAX_VALUE);
        private final BlockReader block = new BlockReader(events);
        private final Members stopDetails = new Members("explanation");
        private final Members message = new Members(
                        "type", "id", "content", "stop_reason", "stop_details", "usage", "error")
                .into("stop_details", stopDetails);

        OneMessage(byte[] body) {
            this.body = body;
        }

        List<ChatEvent> read() {
            JsonScanner scanner = new JsonScanner(body);
            scanner.next();
            message.read(body, scanner);
            scanner.next();
            if (message.has("error") || message.text("type").equals("error")) {
                throw new BrokenAnswer(AnthropicErrorReader.readEvent(body));
            }
            if (!message.has("content") || !message.has("stop_reason")) {
                throw new BrokenAnswer("answered with something that is no message");
            }
            events.start(message.text("id"), this);
            readContent(message.at("content"));
            events.finish(message.text("stop_reason"), stopDetails.text("explanation"), this);
            reportUsage();
            return found;
        }

        private void readContent(JsonScanner content) {
            if (content.current() != JsonToken.ARRAY_START) {
                throw new BrokenAnswer("answered with a message whose content is no list");
            }
            while (content.next() != JsonToken.ARRAY_END) {
                block.read(body, content);
                block.start(this);
            }
        }

        private void reportUsage() {
            if (message.has("usage")) {
                UsageCounts usage = new UsageCounts();
                usage.take(message.at("usage"));
                if (usage.isReported()) {
                    found.add(new ChatEvent.UsageReported(usage.usage()));
                }
            }
        }

        @Override
        public void event(ChatEvent event) {
            found.add(event);
        }

        @Override
        public void completed() {
            throw new IllegalStateException("a whole message needs no end");
        }

        @Override
        public void failed(UpstreamProblem problem) {
            throw new BrokenAnswer(problem);
        }
    }
}
