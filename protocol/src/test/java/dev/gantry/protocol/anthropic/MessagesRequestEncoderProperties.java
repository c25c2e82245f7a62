package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.openai.InvalidRequestException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever the client's conversation looks like, it is refused with reason or becomes one that the API can take.
class MessagesRequestEncoderProperties {
    private static final List<AnthropicTarget> TARGETS = List.of(Targets.MANUAL, Targets.ADAPTIVE, Targets.PLAIN);

    private enum Step {
        SYSTEM,
        USER,
        EMPTY_USER,
        ASSISTANT,
        EMPTY_ASSISTANT,
        CALL,
        THOUGHTFUL_CALL,
        TWO_CALLS,
        RESULT,
        OTHER_RESULT
    }

    @Property
    void anyConversationIsRefusedOrWellFormed(
            @ForAll("conversations") Request request, @ForAll @IntRange(max = 2) int target) {
        try {
            byte[] body = new MessagesRequestEncoder()
                    .encode(request.build(), TARGETS.get(target))
                    .body();
            requireWellFormed(JsonMapper.shared().readTree(body));
        } catch (InvalidRequestException refusal) {
            assertThat(refusal.error().param()).isNotNull();
        }
    }

    @Provide
    Arbitrary<Request> conversations() {
        Arbitrary<List<Step>> steps =
                Arbitraries.of(Step.class).list().ofMinSize(1).ofMaxSize(7);
        Arbitrary<Effort> efforts = Arbitraries.of(Effort.class);
        Arbitrary<ToolChoice> choices = Arbitraries.of(
                new ToolChoice.Unsaid(), new ToolChoice.None(), new ToolChoice.Required(), new ToolChoice.Named("f"));
        Arbitrary<Integer> caps = Arbitraries.integers().between(1, 70_000);
        return Combinators.combine(steps, efforts, choices, caps, Arbitraries.of(true, false))
                .as((conversation, effort, choice, cap, formed) -> {
                    Request request = new Request()
                            .tool("f")
                            .choice(choice)
                            .effort(effort)
                            .maxTokens(cap)
                            .sampling(0.3, 0.4);
                    conversation.forEach(step -> take(step, request));
                    return formed ? request.schema("{\"type\":\"object\"}") : request;
                });
    }

    private static void take(Step step, Request request) {
        switch (step) {
            case SYSTEM -> request.system("Be brief.");
            case USER -> request.user("Hi");
            case EMPTY_USER -> request.user("");
            case ASSISTANT -> request.assistant("Well ");
            case EMPTY_ASSISTANT -> request.assistant("");
            case CALL -> request.assistant("", Request.call("a", "f", "{}"));
            case THOUGHTFUL_CALL ->
                request.thinking(List.of(Request.thought("Hm", 0, null)), "Look", Request.call("a", "f", "{"));
            case TWO_CALLS -> request.assistant("", Request.call("a", "f", ""), Request.call("b:1", "f", "{}"));
            case RESULT -> request.result("a", Request.text("A"));
            case OTHER_RESULT -> request.result("b:1");
        }
    }

    private static void requireWellFormed(JsonNode body) {
        JsonNode thinking = body.path("thinking");
        if (thinking.path("type").asString("").equals("enabled")) {
            assertThat(thinking.path("budget_tokens").asInt())
                    .isBetween(1_024, body.path("max_tokens").asInt() / 2);
            assertThat(body.path("tool_choice").path("type").asString("")).isNotIn("any", "tool");
        }
        if (thinking.has("budget_tokens") || thinking.path("type").asString("").equals("adaptive")) {
            assertThat(body.has("temperature") || body.has("top_p")).isFalse();
        }
        assertThat(body.has("temperature") && body.has("top_p")).isFalse();
        String before = "";
        List<String> calls = List.of();
        for (JsonNode message : body.path("messages")) {
            assertThat(message.path("role").asString()).isNotEqualTo(before);
            assertThat(message.path("content")).isNotEmpty();
            assertThat(values(message, "tool_result", "tool_use_id")).containsExactlyInAnyOrderElementsOf(calls);
            requireResultsFirst(message.path("content"));
            before = message.path("role").asString();
            calls = values(message, "tool_use", "id");
        }
        assertThat(calls).isEmpty();
    }

    private static List<String> values(JsonNode message, String type, String member) {
        return message.path("content")
                .valueStream()
                .filter(block -> block.path("type").asString().equals(type))
                .map(block -> block.path(member).asString())
                .toList();
    }

    private static void requireResultsFirst(JsonNode content) {
        boolean others = false;
        for (JsonNode block : content) {
            boolean result = block.path("type").asString().equals("tool_result");
            assertThat(result && others).isFalse();
            others |= !result;
            assertThat(block.path("text").asString("x")).isNotEmpty();
        }
    }
}
