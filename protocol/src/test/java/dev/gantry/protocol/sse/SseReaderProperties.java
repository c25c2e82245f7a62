package dev.gantry.protocol.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SseReaderProperties {
    @Property
    void splitsChangeNothing(
            @ForAll("streams") String stream,
            @ForAll @IntRange(min = 1, max = 9) int piece,
            @ForAll @IntRange(min = 8, max = 60) int maxEventBytes) {
        byte[] bytes = stream.getBytes(UTF_8);
        assertThat(RecordedEvents.read(bytes, piece, maxEventBytes))
                .isEqualTo(RecordedEvents.read(bytes, bytes.length + 1, maxEventBytes));
    }

    @Property
    void anyBytesAreRead(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int piece) {
        assertThat(RecordedEvents.read(bytes, piece, 50)).isEqualTo(RecordedEvents.read(bytes, 1_000, 50));
    }

    @Provide
    Arbitrary<String> streams() {
        List<String> parts = List.of(
                "data: ",
                "data:",
                "data",
                "event: ",
                "event",
                ":",
                "id: 1",
                "\n",
                "\n",
                "\r",
                "\r\n",
                "\n\n",
                " ",
                "x",
                "é",
                "😀",
                "\uFEFF",
                "[DONE]",
                "{\"a\":1}");
        return Arbitraries.of(parts).list().ofMaxSize(40).map(chosen -> String.join("", chosen));
    }
}
