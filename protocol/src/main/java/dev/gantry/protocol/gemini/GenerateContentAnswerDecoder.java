package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.AnswerDecoder;
import dev.gantry.protocol.chat.BrokenAnswer;
import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;

/// Reads whole answers of `generateContent` (Gemini API, "Generating content"). Stateless and thread-safe.
public final class GenerateContentAnswerDecoder implements AnswerDecoder {

    @Override
    public DecodedAnswer decode(int status, byte[] body) {
        if (status >= 400) {
            return new DecodedAnswer.Failed(GeminiErrorReader.read(status, body));
        }
        try {
            return new DecodedAnswer.Answered(events(body));
        } catch (JsonSyntaxException notJson) {
            return new DecodedAnswer.Failed(
                    UpstreamProblem.protocolViolation("answered with something that is not JSON"));
        } catch (BrokenAnswer broken) {
            return new DecodedAnswer.Failed(broken.problem());
        }
    }

    private static List<ChatEvent> events(byte[] body) {
        GenerateContentResponse response = ResponseReader.read(body, 0, body.length);
        if (response.isError()) {
            throw new BrokenAnswer(GeminiErrorReader.readEvent(body));
        }
        if (!response.isPartOfAnswer()) {
            throw new BrokenAnswer("answered with something that is no answer");
        }
        Collected collected = new Collected();
        AnswerEvents answer = new AnswerEvents();
        answer.take(response, collected);
        answer.end(collected);
        return collected.events;
    }

    private static final class Collected implements ChatEventSink {
        private final List<ChatEvent> events = new ArrayList<>();

        @Override
        public void event(ChatEvent event) {
            events.add(event);
        }

        @Override
        public void completed() {
            throw new IllegalStateException("a whole answer needs no end");
        }

        @Override
        public void failed(UpstreamProblem problem) {
            throw new BrokenAnswer(problem);
        }
    }
}
