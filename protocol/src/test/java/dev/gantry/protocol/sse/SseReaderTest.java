package dev.gantry.protocol.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data: a\\n\\n                        | event a",
                "data:a\\n\\n                         | event a",
                "data:  a \\n\\n                      | `event  a `",
                "data: a\\r\\n\\r\\n                  | event a",
                "data: a\\r\\rdata: b\\r\\r           | event a; event b",
                "data: a\\r\\n\\ndata: b\\n\\r\\n     | event a; event b",
                "\\uFEFFdata: a\\n\\n                 | event a",
                "\\uFEFF\\uFEFFdata: a\\n\\n          | ``",
                "data: a\\ndata: b\\n\\n              | event a+b",
                "data: a\\ndata\\ndata:\\n\\n         | event a++",
                "data\\n\\n                           | `event `",
                ": hello\\n\\n                        | comment",
                ":\\n:\\ndata: a\\n: in between\\n\\n | comment; comment; comment; event a",
                "event: ping\\ndata: {}\\n\\n         | event {} named ping",
                "event: ping\\n\\ndata: a\\n\\n       | event a",
                "event: x\\nevent: y\\ndata: a\\n\\n  | event a named y",
                "id: 1\\nretry: 5\\nfoo: bar\\n\\n    | ``",
                "database: a\\ndat: b\\n\\n           | ``",
                "Data: a\\n\\n                        | ``",
                "data: é☕😀\\n\\n                     | event é☕😀",
                "<html>\\n\\n<p>\\n                   | ``",
                "\\n\\n\\n                            | ``",
                "data: a                              | unfinished",
                "data: a\\n                           | unfinished",
                "data: a\\n\\nda                      | event a; unfinished",
                "event: x\\n                          | unfinished",
                "\\uFEFF                              | ``",
            })
    void readsWhateverTheFieldWrites(String input, String expected) {
        byte[] bytes = unescape(input == null ? "" : input.strip()).getBytes(UTF_8);
        List<String> wanted = expected == null || expected.isEmpty() ? List.of() : List.of(expected.split("; "));

        assertThat(RecordedEvents.read(bytes, bytes.length + 1, 100)).isEqualTo(wanted);
        assertThat(RecordedEvents.read(bytes, 1, 100)).isEqualTo(wanted);
    }

    @Test
    void givesOutTheCallersBytesWhereTheDataIsOneLineOfThem() {
        byte[] bytes = "data: abc\n\n".getBytes(UTF_8);
        byte[][] given = new byte[1][];
        new SseReader(100).feed(bytes, 0, bytes.length, new RecordedEvents() {
            @Override
            public void event(byte[] data, int from, int to, @Nullable String name) {
                given[0] = data;
            }
        });
        assertThat(given[0]).isSameAs(bytes);
    }

    @Test
    void readsOnlyTheGivenRange() {
        byte[] bytes = "xxdata: abc\n\nyy".getBytes(UTF_8);
        RecordedEvents events = new RecordedEvents();
        SseReader reader = new SseReader(100);
        reader.feed(bytes, 2, bytes.length - 2, events);
        assertThat(events.seen()).containsExactly("event abc");
        assertThat(reader.endsInsideEvent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "1000"})
    void refusesAnEventThatIsTooLarge(int pieces) {
        assertThat(RecordedEvents.read("data: 1234\n\n".getBytes(UTF_8), pieces, 10))
                .containsExactly("event 1234");
        assertThat(RecordedEvents.read("data: 12345\n\ndata: x\n\n".getBytes(UTF_8), pieces, 10))
                .containsExactly("too large");
        assertThat(RecordedEvents.read("data:1\ndata:2\n\n".getBytes(UTF_8), pieces, 10))
                .containsExactly("too large");
        assertThat(RecordedEvents.read("data: 12345678".getBytes(UTF_8), pieces, 10))
                .containsExactly("too large");
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "1000"})
    void commentsMayBeOfAnyLength(int pieces) {
        String input = ":" + "c".repeat(5_000) + "\ndata: a\n: " + "d".repeat(50) + "\n\n";
        assertThat(RecordedEvents.read(input.getBytes(UTF_8), pieces, 10))
                .containsExactly("comment", "comment", "event a");
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\uFEFF", "\uFEFF");
    }
}
