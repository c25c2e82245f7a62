package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.UpstreamProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the decoders make of bytes, as text that a reader of goldens understands; the grammar of the events is
/// checked on the way.
final class Decoded {
    static final int MAX_EVENT_BYTES = 64 * 1024;

    private Decoded() {}

    static String stream(byte[] body, int pieceSize) {
        ChatEventGrammar found =
                ChatEventGrammar.decode(new GenerateContentEventDecoder(MAX_EVENT_BYTES), body, pieceSize);
        if (found.problem() == null) {
            found.requireWhole();
        }
        return transcript(found.events(), found.problem());
    }

    static String whole(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return switch (new GenerateContentAnswerDecoder().decode(status, bytes)) {
            case DecodedAnswer.Answered(List<ChatEvent> events) -> {
                ChatEventGrammar.check(events);
                yield transcript(events, null);
            }
            case DecodedAnswer.Failed(UpstreamProblem problem) -> transcript(List.of(), problem);
        };
    }

    private static String transcript(List<ChatEvent> events, @Nullable UpstreamProblem problem) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event).append('\n'));
        if (problem != null) {
            text.append("failed: ").append(problem).append('\n');
        }
        return text.toString();
    }
}
