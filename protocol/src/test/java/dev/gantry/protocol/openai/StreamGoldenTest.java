package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `<case>.upstream.sse` is what an upstream sends, the `<case>.client.sse` beside it what the client
/// gets. A comment in the first line of the upstream's file says the terms, such as `: usage think n=2`.
class StreamGoldenTest {
    private static final String REWRITE = "gantry.goldens.rewrite";
    private static final Path STREAMS = Path.of("src/test/resources/fixtures/streams");

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(STREAMS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".upstream.sse"))
                    .map(name -> name.substring(0, name.length() - ".upstream.sse".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void clientGetsTheGoldenFrames(String name) throws IOException {
        byte[] upstream = Files.readAllBytes(STREAMS.resolve(name + ".upstream.sse"));
        Path golden = STREAMS.resolve(name + ".client.sse");

        Relayed relayed = Relayed.whole(terms(upstream), upstream);

        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(golden, relayed.transcript());
        }
        assertThat(relayed.transcript())
                .describedAs("%s; after a change that is meant: -D%s=true rewrites all goldens", golden, REWRITE)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
        ClientStreamGrammar.check(relayed.output(), relayed.relay().state(), terms(upstream));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void splitsOfTheBytesChangeNothing(String name) throws IOException {
        byte[] upstream = Files.readAllBytes(STREAMS.resolve(name + ".upstream.sse"));
        String whole = Relayed.whole(terms(upstream), upstream).transcript();
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            assertThat(Relayed.inPieces(terms(upstream), upstream, size).transcript())
                    .describedAs("pieces of %d bytes", size)
                    .isEqualTo(whole);
        }
    }

    private static StreamTerms terms(byte[] upstream) {
        String head =
                new String(upstream, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        List<String> words =
                head.startsWith(":") ? List.of(head.substring(1).strip().split(" ")) : List.of();
        int choices = words.stream()
                .filter(word -> word.startsWith("n="))
                .mapToInt(word -> Integer.parseInt(word.substring(2)))
                .findFirst()
                .orElse(1);
        return new StreamTerms(
                "house/model",
                words.contains("usage"),
                choices,
                words.contains("in-thinking"),
                words.contains("think") || words.contains("in-thinking"),
                "chatcmpl-fallback",
                1_700_000_000L,
                64 * 1024);
    }
}
