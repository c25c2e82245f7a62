package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `<case>.sse` is what Gemini sends, but for its line ends, which are CRLF on the wire; the `<case>.events`
/// beside it is what the decoder makes of it.
class StreamGoldenTest {
    private static final String REWRITE = "gantry.goldens.rewrite";
    private static final Path STREAMS = Path.of("src/test/resources/fixtures/gemini/streams");

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(STREAMS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sse"))
                    .map(name -> name.substring(0, name.length() - ".sse".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesTheGoldenEvents(String name) throws IOException {
        Path golden = STREAMS.resolve(name + ".events");

        String found = Decoded.stream(bytes(name, "\r\n"), Integer.MAX_VALUE / 2);

        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(golden, found);
        }
        assertThat(found)
                .describedAs("%s; after a change that is meant: -D%s=true rewrites all goldens", golden, REWRITE)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void splitsAndLineEndsChangeNothing(String name) throws IOException {
        String golden = Files.readString(STREAMS.resolve(name + ".events"));
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            assertThat(Decoded.stream(bytes(name, "\r\n"), size))
                    .describedAs("pieces of %d bytes", size)
                    .isEqualTo(golden);
        }
        assertThat(Decoded.stream(bytes(name, "\n"), 5)).isEqualTo(golden);
        assertThat(Decoded.stream(bytes(name, "\r"), 5)).isEqualTo(golden);
    }

    private static byte[] bytes(String name, String lineEnd) throws IOException {
        return Files.readString(STREAMS.resolve(name + ".sse"))
                .replace("\n", lineEnd)
                .getBytes(StandardCharsets.UTF_8);
    }
}
