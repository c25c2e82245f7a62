package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// A message says the same whether it comes whole or as a stream, in deltas of any size.
class WholeAndStreamedProperties {
    /// A block as the API writes it.
    ///
    /// @param member the member of the block, and of its deltas, that the text is
    record Block(String type, String deltaType, String member, String text) {
        String whole(int index) {
            return switch (type) {
                case "tool_use" -> opening(index).replace("\"input\":{}", "\"input\":" + text);
                case "thinking" -> object("\"thinking\":" + quote(text) + ",\"signature\":\"s" + index + "\"");
                default -> object("\"" + member + "\":" + quote(text));
            };
        }

        String opening(int index) {
            return switch (type) {
                case "tool_use" -> object("\"id\":\"toolu_" + index + "\",\"name\":\"f\",\"input\":{}");
                case "thinking" -> object("\"thinking\":\"\",\"signature\":\"\"");
                case "redacted_thinking" -> whole(index);
                default -> object("\"" + member + "\":\"\"");
            };
        }

        String deltas(int index, int size) {
            StringBuilder events = new StringBuilder();
            for (int at = 0; at < text.length() && !deltaType.isEmpty(); at += size) {
                String part = text.substring(at, Math.min(at + size, text.length()));
                events.append(
                        delta(index, deltaType, deltaType.equals("input_json_delta") ? "partial_json" : member, part));
            }
            return type.equals("thinking")
                    ? events.append(delta(index, "signature_delta", "signature", "s" + index))
                            .toString()
                    : events.toString();
        }

        private String object(String members) {
            return "{\"type\":\"" + type + "\"," + members + "}";
        }

        private static String delta(int index, String type, String member, String text) {
            return event(
                    "content_block_delta",
                    ",\"index\":%d,\"delta\":{\"type\":\"%s\",\"%s\":%s}".formatted(index, type, member, quote(text)));
        }
    }

    @Property
    void areTheSame(
            @ForAll("contents") List<Block> content,
            @ForAll("stopReasons") String stopReason,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        DecodedAnswer answer = new MessagesAnswerDecoder().decode(200, utf8(whole(content, stopReason)));
        assertThat(answer).isInstanceOf(DecodedAnswer.Answered.class);
        List<ChatEvent> whole = ((DecodedAnswer.Answered) answer).events();
        ChatEventGrammar streamed =
                Decoded.stream(utf8(stream(content, stopReason, size))).grammar();

        ChatEventGrammar.check(whole);
        streamed.requireWhole();
        assertThat(meaning(streamed.events())).isEqualTo(meaning(whole));
    }

    @Provide
    Arbitrary<List<Block>> contents() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars('a', 'é', '"', '\\', '\n', '\u2028', ' ')
                .ofMaxLength(12);
        Arbitrary<String> input = Arbitraries.of("{}", "{\"a\": 1}", "{\"a\":[\"\u2028\",null]}");
        Arbitrary<Block> block = Combinators.combine(Arbitraries.integers().between(0, 4), text, input)
                .as((kind, words, json) -> switch (kind) {
                    case 0 -> new Block("text", "text_delta", "text", words);
                    case 1 -> new Block("thinking", "thinking_delta", "thinking", words);
                    case 2 -> new Block("redacted_thinking", "", "data", words);
                    case 3 -> new Block("tool_use", "input_json_delta", "input", json);
                    default -> new Block("from_the_future", "text_delta", "text", words);
                });
        return block.list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> stopReasons() {
        return Arbitraries.of("end_turn", "tool_use", "max_tokens", "refusal", "from_the_future");
    }

    private static String whole(List<Block> content, String stopReason) {
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            blocks.add(content.get(i).whole(i));
        }
        return ("{\"id\":\"m\",\"type\":\"message\",\"content\":[%s],\"stop_reason\":\"%s\",\"usage\":{\"input_tokens\":3,"
                        + "\"cache_read_input_tokens\":4,\"output_tokens\":9}}")
                .formatted(String.join(",", blocks), stopReason);
    }

    private static String stream(List<Block> content, String stopReason, int size) {
        StringBuilder events = new StringBuilder(event(
                "message_start",
                ",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":4,"
                        + "\"output_tokens\":1}}"));
        for (int i = 0; i < content.size(); i++) {
            Block block = content.get(i);
            events.append(
                    event("content_block_start", ",\"index\":%d,\"content_block\":%s".formatted(i, block.opening(i))));
            events.append(block.deltas(i, size)).append(event("content_block_stop", ",\"index\":" + i));
        }
        return events.append(event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"%s\"},\"usage\":{\"output_tokens\":9}".formatted(stopReason)))
                .append(event("message_stop", ""))
                .toString();
    }

    /// Everything that is said, deltas put together, and the last count.
    private static List<String> meaning(List<ChatEvent> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<String> rest = new ArrayList<>();
        String usage = "";
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.TextDelta delta -> text.append(delta.text());
                case ChatEvent.ReasoningDelta delta -> reasoning.append(delta.text());
                case ChatEvent.ToolArgumentsDelta delta
                when !rest.isEmpty() && rest.getLast().startsWith("arguments") ->
                    rest.set(rest.size() - 1, rest.getLast() + delta.fragment());
                case ChatEvent.ToolArgumentsDelta delta -> rest.add("arguments " + delta.fragment());
                case ChatEvent.UsageReported reported -> usage = reported.toString();
                default -> rest.add(event.toString());
            }
        }
        rest.addAll(List.of(text.toString(), reasoning.toString(), usage));
        return List.copyOf(rest);
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
    }

    private static String quote(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
