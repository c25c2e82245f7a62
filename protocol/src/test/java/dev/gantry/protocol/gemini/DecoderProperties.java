package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEventGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// No bytes make a decoder throw or break the grammar, and no split changes what it says.
class DecoderProperties {
    private static final Path STREAMS = Path.of("src/test/resources/fixtures/gemini/streams");
    private static final String[] WORDS = {
        "candidates",
        "content",
        "parts",
        "text",
        "thought",
        "thoughtSignature",
        "functionCall",
        "name",
        "args",
        "id",
        "finishReason",
        "index",
        "usageMetadata",
        "promptTokenCount",
        "promptFeedback",
        "blockReason",
        "error",
        "logprobsResult",
        "chosenCandidates",
        "token",
        "logProbability",
        "citationMetadata",
        "citationSources",
        "uri",
        "STOP",
        "SAFETY",
        "OTHER",
        "MALFORMED_FUNCTION_CALL"
    };

    @Property(tries = 300)
    void anySplitGivesTheSameEvents(@ForAll("bodies") byte[] body, @ForAll @IntRange(min = 1, max = 40) int size) {
        assertThat(Decoded.stream(body, size)).isEqualTo(Decoded.stream(body, Math.max(1, body.length)));
    }

    @Property(tries = 300)
    void arbitraryBytesNeverThrow(@ForAll @Size(max = 300) byte[] body, @ForAll @IntRange(min = 1, max = 40) int size) {
        decode(body, size);
        new GenerateContentAnswerDecoder().decode(200, body);
        GeminiErrorReader.read(400, body);
        GeminiErrorReader.retryDelay(body);
    }

    @Property(tries = 500)
    void hostileJsonNeverThrowsNorBreaksTheGrammar(@ForAll("json") String json) {
        String body = "data: {\"candidates\":[" + json + "]}\r\n\r\ndata: " + json + "\r\n\r\n";
        decode(body.getBytes(StandardCharsets.UTF_8), 11);
        Decoded.whole(200, json);
        Decoded.whole(200, "{\"candidates\":[" + json + "," + json + "]}");
    }

    @Property(tries = 300)
    void aCutNeverLooksWhole(@ForAll("wholeStreams") String name, @ForAll @IntRange(min = 1, max = 10_000) int cut)
            throws IOException {
        String sse = Files.readString(STREAMS.resolve(name + ".sse")).replace("\n", "\r\n");
        int lastEvent = sse.lastIndexOf("data:");
        byte[] body = sse.substring(0, cut % lastEvent).getBytes(StandardCharsets.UTF_8);

        assertThat(decode(body, 13).problem()).isNotNull();
    }

    @Provide
    Arbitrary<String> wholeStreams() {
        return Arbitraries.of("plain", "thinking", "parallel-calls", "signature-last");
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<String> lines = Combinators.combine(Arbitraries.of("data: ", "data:", ": ", "event: "), json())
                .as((field, value) -> field + value)
                .injectDuplicates(0.1);
        return lines.list()
                .ofMaxSize(6)
                .flatMap(events ->
                        Arbitraries.of("\n", "\r\n", "\r").map(end -> String.join(end + end, events) + end + end))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of(WORDS).map(word -> '"' + word + '"'),
                Arbitraries.of(
                        "true", "null", "0", "-1", "1e400", "99999999999999999999", "\"é\u2028\"", "\"\\ud800\""));
        return Arbitraries.recursive(() -> scalars, DecoderProperties::nested, 0, 5);
    }

    private static Arbitrary<String> nested(Arbitrary<String> inner) {
        Arbitrary<String> members = Combinators.combine(Arbitraries.of(WORDS), inner)
                .as((name, value) -> '"' + name + "\":" + value)
                .list()
                .ofMaxSize(5)
                .map(list -> '{' + String.join(",", list) + '}');
        Arbitrary<String> elements = inner.list().ofMaxSize(3).map(list -> '[' + String.join(",", list) + ']');
        return Arbitraries.oneOf(members, elements);
    }

    private static ChatEventGrammar decode(byte[] body, int size) {
        return ChatEventGrammar.decode(new GenerateContentEventDecoder(Decoded.MAX_EVENT_BYTES), body, size);
    }
}
