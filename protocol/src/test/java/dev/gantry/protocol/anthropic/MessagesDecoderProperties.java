package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.DecodedAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MessagesDecoderProperties {
    private static final String[] EVENTS = {
        "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":3}}}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"é\"}}",
        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"\",\"name\":\"f\"}}",
        "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"thinking\",\"signature\":\"s\"}}",
        "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"d\"}}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\uD83D\uDE80\"}}",
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"[\"}}",
        "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"t\"}}",
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"u\"}}",
        "{\"type\":\"content_block_stop\",\"index\":0}",
        "{\"type\":\"content_block_stop\"}",
        "{\"type\":\"ping\"}",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":1}}",
        "{\"type\":\"message_stop\"}",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}",
        "{\"type\":7,\"index\":[],\"delta\":null}",
        "{}",
        "nonsense",
    };

    @Property
    void anySplitGivesTheSameEvents(
            @ForAll("streams") byte[] stream,
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 80) Integer> sizes) {
        assertThat(decode(stream, sizes).transcript())
                .isEqualTo(Decoded.stream(stream).transcript());
    }

    @Property
    void anyOrderOfEventsKeepsTheGrammar(@ForAll("streams") byte[] stream) {
        ChatEventGrammar grammar = Decoded.stream(stream).grammar();

        assertThat(grammar.isCompleted()).isEqualTo(grammar.problem() == null);
        if (grammar.isCompleted()) {
            grammar.requireWhole();
        }
    }

    @Property
    void arbitraryBytesNeverThrow(@ForAll byte[] bytes, @ForAll @IntRange(min = 100, max = 599) int status) {
        assertThat(Decoded.stream(bytes).grammar().problem()).isNotNull();
        assertThat(new MessagesAnswerDecoder().decode(status, bytes)).isInstanceOf(DecodedAnswer.Failed.class);
    }

    @Property
    void mutatedStreamsNeverThrow(
            @ForAll("goldens") byte[] golden, @ForAll @IntRange(max = 5_000) int at, @ForAll byte value) {
        byte[] mutated = golden.clone();
        if (mutated.length > 0) {
            mutated[at % mutated.length] = value;
        }

        assertThat(Decoded.stream(mutated).transcript())
                .isEqualTo(Decoded.inPieces(mutated, 5).transcript());
    }

    @Property
    void aCutStreamNeverLooksComplete(@ForAll("goldens") byte[] golden, @ForAll @IntRange(max = 5_000) int at) {
        byte[] cut = Arrays.copyOf(golden, Math.min(at, Math.max(0, indexOf(golden, "event: message_stop"))));

        assertThat(Decoded.stream(cut).grammar().problem()).isNotNull();
    }

    @Provide
    Arbitrary<byte[]> streams() {
        return Arbitraries.of(EVENTS)
                .list()
                .ofMaxSize(12)
                .map(events -> ("data: " + EVENTS[0] + "\n\n" + frames(events)).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<byte[]> goldens() throws IOException {
        List<byte[]> goldens = new ArrayList<>();
        for (String name : List.of("plain", "tools-interleaved", "server-tools-skipped", "usage-cached", "refusal")) {
            goldens.add(Decoded.fixture(name));
        }
        return Arbitraries.of(goldens);
    }

    private static String frames(List<String> events) {
        StringBuilder frames = new StringBuilder();
        events.forEach(
                event -> frames.append("event: x\r\ndata: ").append(event).append("\r\n\r\n"));
        return frames.toString();
    }

    private static Decoded decode(byte[] stream, List<Integer> sizes) {
        MessagesEventDecoder decoder = new MessagesEventDecoder(Decoded.MAX_EVENT_BYTES, 1_000_000);
        ChatEventGrammar grammar = new ChatEventGrammar();
        int at = 0;
        for (int size : sizes) {
            int end = Math.min(stream.length, at + size);
            decoder.feed(stream, at, end, grammar);
            at = end;
        }
        decoder.feed(stream, at, stream.length, grammar);
        decoder.end(grammar);
        return Decoded.of(grammar);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
