package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `<case>.sse` is what Anthropic sends, the `<case>.events` beside it what becomes of it, a line for each event.
class StreamGoldenTest {
    private static final String REWRITE = "gantry.goldens.rewrite";

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(Decoded.STREAMS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sse"))
                    .map(name -> name.substring(0, name.length() - ".sse".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesTheGoldenEvents(String name) throws IOException {
        Path golden = Decoded.STREAMS.resolve(name + ".events");

        String transcript = Decoded.stream(Decoded.fixture(name)).transcript();

        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(golden, transcript);
        }
        assertThat(transcript)
                .describedAs("%s; after a change that is meant: -D%s=true rewrites all goldens", golden, REWRITE)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void splitsOfTheBytesChangeNothing(String name) throws IOException {
        byte[] stream = Decoded.fixture(name);
        String whole = Decoded.stream(stream).transcript();
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            assertThat(Decoded.inPieces(stream, size).transcript())
                    .describedAs("pieces of %d bytes", size)
                    .isEqualTo(whole);
        }
    }
}
