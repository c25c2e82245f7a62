package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The limits of the decoder; what it makes of streams is in the goldens.
class MessagesEventDecoderTest {

    @Test
    void refusesAnEventThatIsTooLarge() {
        String event = "data: {\"type\":\"" + "x".repeat(Decoded.MAX_EVENT_BYTES) + "\"}\n\n";

        ChatEventGrammar grammar =
                Decoded.inPieces(event.getBytes(StandardCharsets.UTF_8), 1_000).grammar();

        assertThat(Objects.requireNonNull(grammar.problem()).clientMessage()).contains("too large");
    }

    @Test
    void keepsNoHalfBlockOfReasoning() throws IOException {
        byte[] stream = Decoded.fixture("tools-interleaved");

        ChatEventGrammar all = ChatEventGrammar.decode(new MessagesEventDecoder(4_096, 10), stream);
        ChatEventGrammar none = ChatEventGrammar.decode(new MessagesEventDecoder(4_096, 0), stream);

        assertThat(all.events().stream().filter(event -> event instanceof ChatEvent.ReasoningKept))
                .hasSize(1);
        assertThat(none.events()).noneMatch(event -> event instanceof ChatEvent.ReasoningKept);
        assertThat(none.events()).contains(new ChatEvent.ReasoningDelta(0, "First"));
        none.requireWhole();
    }
}
