package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What every client may rely on in a stream, checked frame by frame with an independent JSON parser.
final class ClientStreamGrammar {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FINISH_REASONS =
            Set.of("stop", "length", "tool_calls", "content_filter", "function_call");

    private static final class Choice {
        boolean role;
        boolean finished;
        final Map<Integer, StringBuilder> arguments = new HashMap<>();
        final Set<String> callIds = new HashSet<>();
    }

    private final StreamTerms terms;
    private final Map<Integer, Choice> choices = new HashMap<>();
    private String id = "";
    private long created = -1;
    private boolean usage;
    private boolean done;

    private ClientStreamGrammar(StreamTerms terms) {
        this.terms = terms;
    }

    static void check(String output, StreamState state, StreamTerms terms) {
        ClientStreamGrammar grammar = new ClientStreamGrammar(terms);
        assertThat(output).doesNotContain("\u0085", "\u2028", "\u2029", "\r");
        if (!output.isEmpty()) {
            assertThat(output).endsWith("\n\n");
            for (String frame : output.substring(0, output.length() - 2).split("\n\n", -1)) {
                grammar.frame(frame);
            }
        }
        assertThat(grammar.done).isEqualTo(state == StreamState.COMPLETE);
        if (grammar.done) {
            assertThat(grammar.choices).hasSize(terms.choices());
            assertThat(grammar.choices.values()).allMatch(choice -> choice.finished);
        }
        if (!terms.includeUsage() || !grammar.done) {
            assertThat(grammar.usage).isFalse();
        }
    }

    private void frame(String frame) {
        assertThat(done).describedAs("nothing follows [DONE]").isFalse();
        assertThat(frame).startsWith("data: ").doesNotContain("\n");
        String data = frame.substring("data: ".length());
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        chunk(JSON.readTree(data));
    }

    private void chunk(JsonNode chunk) {
        assertThat(usage).describedAs("only [DONE] follows the usage chunk").isFalse();
        assertThat(chunk.has("error")).isFalse();
        assertThat(chunk.get("object").stringValue()).isEqualTo("chat.completion.chunk");
        assertThat(chunk.get("model").stringValue()).isEqualTo(terms.model());
        id = id.isEmpty() ? chunk.get("id").stringValue() : id;
        assertThat(chunk.get("id").stringValue()).isEqualTo(id).isNotEmpty();
        created = created < 0 ? chunk.get("created").longValue() : created;
        assertThat(chunk.get("created").longValue()).isEqualTo(created);
        if (chunk.get("choices").isEmpty()) {
            usageChunk(chunk);
        } else {
            assertThat(chunk.has("usage")).isFalse();
            assertThat(chunk.path("x_groq").has("usage")).isFalse();
            chunk.get("choices").forEach(this::choice);
        }
    }

    private void usageChunk(JsonNode chunk) {
        assertThat(choices).hasSize(terms.choices());
        assertThat(choices.values()).allMatch(choice -> choice.finished);
        JsonNode counts = chunk.get("usage");
        for (String count : new String[] {"prompt_tokens", "completion_tokens", "total_tokens"}) {
            assertThat(counts.get(count).isIntegralNumber()).describedAs(count).isTrue();
        }
        assertThat(counts.get("prompt_tokens_details").get("cached_tokens").isNumber())
                .isTrue();
        assertThat(counts.get("completion_tokens_details")
                        .get("reasoning_tokens")
                        .isNumber())
                .isTrue();
        usage = true;
    }

    private void choice(JsonNode node) {
        int index = node.get("index").intValue();
        assertThat(index).isBetween(0, terms.choices() - 1);
        Choice choice = choices.computeIfAbsent(index, i -> new Choice());
        assertThat(choice.finished)
                .describedAs("nothing follows the finish chunk of a choice")
                .isFalse();
        JsonNode delta = node.get("delta");
        assertThat(delta.isObject()).isTrue();
        if (choice.role) {
            assertThat(delta.has("role")).describedAs("role once").isFalse();
        } else {
            assertThat(delta.get("role").stringValue()).isEqualTo("assistant");
            assertThat(delta.get("content").stringValue()).isEmpty();
            choice.role = true;
        }
        for (String text : new String[] {"content", "reasoning_content"}) {
            assertThat(delta.has(text) && !delta.get(text).isString())
                    .describedAs(text)
                    .isFalse();
        }
        assertThat(delta.has("reasoning") && delta.get("reasoning").isString()).isFalse();
        if (delta.has("tool_calls")) {
            assertThat(delta.get("tool_calls").isEmpty()).isFalse();
            delta.get("tool_calls").forEach(call -> call(choice, call));
        }
        finish(choice, node.get("finish_reason"));
    }

    private void call(Choice choice, JsonNode call) {
        int index = call.get("index").intValue();
        StringBuilder arguments = choice.arguments.get(index);
        JsonNode function = call.path("function");
        if (arguments == null) {
            assertThat(index).describedAs("dense").isEqualTo(choice.arguments.size());
            assertThat(choice.callIds.add(call.get("id").stringValue())).isTrue();
            assertThat(call.get("type").stringValue()).isNotEmpty();
            assertThat(function.get("name").stringValue()).isNotEmpty();
            assertThat(function.get("arguments").isString()).isTrue();
            arguments = new StringBuilder();
            choice.arguments.put(index, arguments);
        } else {
            assertThat(call.has("id") || call.has("type") || function.has("name"))
                    .isFalse();
        }
        if (function.has("arguments")) {
            String fragment = function.get("arguments").stringValue();
            assertThat(arguments.toString().equals("{}") && !fragment.isEmpty())
                    .describedAs("arguments never begin with a placeholder")
                    .isFalse();
            arguments.append(fragment);
        }
    }

    private static void finish(Choice choice, JsonNode reason) {
        if (!reason.isNull()) {
            assertThat(FINISH_REASONS).contains(reason.stringValue());
            choice.finished = true;
        }
    }
}
