package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ChatStreamRelayProperties {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 5_000)
    void anyStreamOfPlausibleEventsKeepsTheGrammar(
            @ForAll("streams") String stream, @ForAll("terms") StreamTerms terms) {
        Relayed relayed = Relayed.whole(terms, stream);
        ClientStreamGrammar.check(relayed.output(), relayed.relay().state(), terms);
    }

    @Property
    void splitsChangeNothing(
            @ForAll("streams") String stream,
            @ForAll("terms") StreamTerms terms,
            @ForAll @IntRange(min = 1, max = 50) int piece) {
        byte[] bytes = stream.getBytes(UTF_8);
        assertThat(Relayed.inPieces(terms, bytes, piece).transcript())
                .isEqualTo(Relayed.whole(terms, bytes).transcript());
    }

    @Property
    void noTextIsLost(
            @ForAll @Size(max = 8) List<@StringLength(max = 12) String> deltas,
            @ForAll boolean inside,
            @ForAll boolean split) {
        StringBuilder stream = new StringBuilder();
        for (String delta : deltas) {
            String content = new String(JsonText.quote(delta), UTF_8);
            stream.append("data: {\"choices\":[{\"delta\":{\"content\":")
                    .append(content)
                    .append("}}]}\n\n");
        }
        stream.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        StreamTerms terms = new StreamTerms("house/model", false, 1, inside, split, "chatcmpl-f", 1, 4_096);

        SplitText client = textsOf(Relayed.whole(terms, stream.toString()).output());

        String text = String.join("", deltas);
        assertThat(client).isEqualTo(split ? SplitText.of(inside, text, text.length() + 1) : new SplitText("", text));
    }

    private static SplitText textsOf(String output) {
        StringBuilder reasoning = new StringBuilder();
        StringBuilder content = new StringBuilder();
        for (String frame : output.split("\n\n", -1)) {
            if (frame.startsWith("data: {")) {
                JsonNode delta = JSON.readTree(frame.substring(6)).at("/choices/0/delta");
                reasoning.append(delta.path("reasoning_content").asString(""));
                content.append(delta.path("content").asString(""));
            }
        }
        return new SplitText(reasoning.toString(), content.toString());
    }

    @Property(tries = 5_000)
    void damagedStreamsNeverThrow(
            @ForAll("streams") String stream,
            @ForAll("terms") StreamTerms terms,
            @ForAll @IntRange(min = 0, max = 5_000) int where,
            @ForAll byte damage) {
        byte[] bytes = stream.getBytes(UTF_8);
        if (bytes.length > 0) {
            bytes[where % bytes.length] = damage;
        }
        Relayed relayed = Relayed.whole(terms, bytes);
        assertThat(relayed.relay().state()).isNotEqualTo(StreamState.OPEN);
        ClientStreamGrammar.check(relayed.output(), relayed.relay().state(), terms);
    }

    @Property
    void anyBytesEndInAFailure(@ForAll @Size(max = 300) byte[] bytes, @ForAll("terms") StreamTerms terms) {
        assertThat(Relayed.whole(terms, bytes).relay().state()).isEqualTo(StreamState.FAILED);
    }

    @Property
    void anyBytesMayBeGivenAsAnAnswerOrAnError(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean split) {
        AnswerTerms terms = new AnswerTerms("m", split, split, "i", 1, size -> Usage.NONE);
        assertThat(ChatAnswer.normalize(bytes, terms)).isNotNull();
        assertThat(UpstreamErrorReader.read(400, bytes).clientMessage()).isNotBlank();
    }

    @Provide
    Arbitrary<StreamTerms> terms() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((usage, choices, inside, think) -> new StreamTerms(
                        "house/model", usage, choices, inside, think, "chatcmpl-f", 1_700_000_000L, 4_096));
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> event = Arbitraries.frequencyOf(
                Tuple.of(12, chunks()),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "[DONE]",
                                "{}",
                                "{\"type\":\"ping\"}",
                                "",
                                "{\"error\":null,\"choices\":null}",
                                "{\"error\":{\"message\":\"no\"}}",
                                "[1]",
                                "7")));
        return event.list().ofMaxSize(10).map(events -> {
            StringBuilder stream = new StringBuilder();
            events.forEach(data -> stream.append("data: ").append(data).append("\n\n"));
            return stream.append("data: [DONE]\n\n").toString();
        });
    }

    private static Arbitrary<String> chunks() {
        return Combinators.combine(
                        Arbitraries.of(
                                "", "\"id\":\"a\",", "\"id\":\"b\",", "\"id\":\"\",\"created\":0,", "\"created\":7,"),
                        Arbitraries.of(
                                "",
                                "\"object\":\"\",",
                                "\"model\":\"other\",",
                                "\"model\":\"house/model\",",
                                "\"x\":[{}],"),
                        choices().list().ofMaxSize(2).map(list -> String.join(",", list)),
                        Arbitraries.of(
                                "",
                                "",
                                ",\"usage\":null",
                                ",\"usage\":{}",
                                ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}",
                                ",\"x_groq\":{\"id\":\"q\",\"usage\":{\"prompt_tokens\":1}}"))
                .as((id, model, choices, usage) -> "{" + id + model + "\"choices\":[" + choices + "]" + usage + "}");
    }

    private static Arbitrary<String> choices() {
        return Combinators.combine(
                        Arbitraries.of("", "\"index\":0,", "\"index\":0,", "\"index\":1,"),
                        members().list().ofMaxSize(4).map(ChatStreamRelayProperties::distinct),
                        Arbitraries.of(
                                "",
                                "",
                                "",
                                ",\"finish_reason\":null",
                                ",\"finish_reason\":null",
                                ",\"finish_reason\":\"\"",
                                ",\"finish_reason\":\"stop\"",
                                ",\"finish_reason\":\"length\"",
                                ",\"finish_reason\":\"eos\""))
                .as((index, members, finish) -> "{" + index + "\"delta\":{" + members + "}" + finish + "}");
    }

    private static String distinct(List<String> members) {
        StringBuilder delta = new StringBuilder();
        for (String member : members) {
            String name = member.substring(0, member.indexOf(':') + 1);
            if (delta.indexOf(name) < 0) {
                delta.append(delta.isEmpty() ? "" : ",").append(member);
            }
        }
        return delta.toString();
    }

    private static Arbitrary<String> members() {
        return Arbitraries.of(
                "\"role\":\"assistant\"",
                "\"role\":null",
                "\"content\":\"\"",
                "\"content\":null",
                "\"content\":\"a\\n\"",
                "\"content\":\"\u2028é😀\"",
                "\"content\":\"<think>\"",
                "\"content\":\"</think>\\n\"",
                "\"content\":\"</thi\"",
                "\"reasoning\":\"r\"",
                "\"reasoning_content\":\"r\"",
                "\"reasoning_content\":null",
                "\"thinking\":\"\"",
                "\"refusal\":null",
                "\"unknown\":{\"a\":1}",
                "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"d\",\"index\":0}]",
                "\"tool_calls\":null",
                "\"tool_calls\":[]",
                "\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
                "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]",
                "\"tool_calls\":[{\"index\":0,\"id\":\"c2\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
                "\"tool_calls\":[{\"index\":5,\"id\":\"c3\",\"function\":{\"name\":\"h\",\"arguments\":{\"k\":[]}}}]",
                "\"tool_calls\":[{\"function\":{\"name\":\"i\",\"arguments\":null}},{\"function\":{\"arguments\":\"1\"}}]");
    }
}
