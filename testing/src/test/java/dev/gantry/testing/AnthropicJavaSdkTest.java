package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The vendor's own client takes the fake for Anthropic, also where it misbehaves. Runs with both of its majors.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AnthropicJavaSdkTest {
    private static final Map<String, String> RESULT =
            Map.of("type", "tool_result", "tool_use_id", AnthropicBehaviours.CALL_ID, "content", "Sunny");

    private ScriptedAnthropic anthropic;
    private AnthropicClient client;

    @BeforeEach
    void start() throws IOException {
        anthropic = ScriptedAnthropic.start();
        client = client("k");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        anthropic.close();
    }

    @Test
    void sendsTheVersionAndTheKeyOfItsMajor() throws InterruptedException {
        client.messages().create(ask("plain").build());

        RecordedRequest request = anthropic.upstream().takeRequest(Duration.ofSeconds(5));
        assertThat(request.header("anthropic-version")).contains(AnthropicSdk.apiVersion());
        assertThat(request.header("x-api-key").isPresent()).isEqualTo(AnthropicSdk.isPrevious());
        assertThat(request.header("authorization").isPresent()).isNotEqualTo(AnthropicSdk.isPrevious());
    }

    @Test
    void takesAWholeMessage() {
        Message message = client.messages().create(ask("plain").build()).validate();

        assertThat(text(message)).isEqualTo(AnthropicBehaviours.GREETING);
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(5);
        assertThat(message.usage().cacheReadInputTokens()).contains(2L);
        assertThat(message.usage().outputTokens()).isEqualTo(12);
    }

    @Test
    void accumulatesAStream() {
        Message message = accumulate(ask("plain"));

        assertThat(text(message)).isEqualTo(AnthropicBehaviours.GREETING);
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isEqualTo(12);
    }

    @Test
    void thinksAndCallsAToolAndGoesOn() {
        MessageCreateParams.Builder request =
                ask("tools").addTool(weather()).maxTokens(5_000).enabledThinking(1_024);
        for (Message answer : List.of(client.messages().create(request.build()), accumulate(request))) {
            ContentBlock thought = answer.content().getFirst();
            ContentBlock call = answer.content().getLast();
            assertThat(thought.asThinking().thinking()).isEqualTo(AnthropicBehaviours.THOUGHT);
            assertThat(call.asToolUse().name()).isEqualTo("weather");
            assertThat(call.asToolUse()._input()).isEqualTo(JsonValue.from(Map.of("city", "Paris")));
            assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);

            Message after = client.messages().create(goesOn(request, answer.content(), RESULT));

            assertThat(text(after)).isEqualTo(AnthropicBehaviours.GREETING);
        }
    }

    @Test
    void refusesATurnWithToolsWhoseThinkingIsLost() {
        MessageCreateParams.Builder request =
                ask("tools").addTool(weather()).maxTokens(5_000).enabledThinking(1_024);
        Message answer = client.messages().create(request.build());

        assertThatThrownBy(() -> client.messages()
                        .create(goesOn(request, List.of(answer.content().getLast()), RESULT)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Expected `thinking` or `redacted_thinking`, but found `tool_use`");
    }

    @Test
    void refusesACallWithoutItsResult() {
        MessageCreateParams.Builder request = ask("tools").addTool(weather());
        Message answer = client.messages().create(request.build());

        assertThatThrownBy(() -> client.messages()
                        .create(request.addMessage(answer)
                                .addUserMessage("Well?")
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("`tool_use` ids were found without `tool_result` blocks");
    }

    @Test
    void refusesSamplingUnderTheNewVersionOnly() {
        MessageCreateParams request = ask("plain")
                .putAdditionalBodyProperty("temperature", JsonValue.from(1))
                .build();

        if (AnthropicSdk.isPrevious()) {
            assertThat(text(client.messages().create(request))).isEqualTo(AnthropicBehaviours.GREETING);
        } else {
            assertThatThrownBy(() -> client.messages().create(request)).isInstanceOf(BadRequestException.class);
        }
    }

    @Test
    void raisesWhatEachStatusMeans() {
        assertRaises(BadRequestException.class, "error-400");
        assertRaises(PermissionDeniedException.class, "error-403");
        assertRaises(NotFoundException.class, "no-such-model");
        assertRaises(RateLimitException.class, "error-429");
        assertThatThrownBy(() -> client.messages().create(ask("error-529").build()))
                .isInstanceOfSatisfying(
                        AnthropicServiceException.class,
                        failure -> assertThat(failure.statusCode()).isEqualTo(529));
        AnthropicClient stranger = client(AnthropicRules.WRONG_KEY);
        assertThatThrownBy(() -> stranger.messages().create(ask("plain").build()))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void raisesAnErrorInTheMiddleOfAStream() {
        assertThatThrownBy(() -> accumulate(ask("error-frame")))
                .isInstanceOf(SseException.class)
                .hasMessageContaining("Overloaded");
    }

    @Test
    void takesRefusalsAndCutAnswers() {
        assertThat(accumulate(ask("refusal")).stopReason()).contains(StopReason.REFUSAL);
        assertThat(accumulate(ask("max-tokens")).stopReason()).contains(StopReason.MAX_TOKENS);
        for (String model : List.of("cut-after-3", "reset-after-3", "no-stop")) {
            assertThatThrownBy(() -> accumulate(ask(model))).as(model).isInstanceOf(RuntimeException.class);
        }
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(anthropic.upstream().origin())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage("Hi");
    }

    /// The conversation with the answer and what the user says to it. Both majors have other builders for messages, so
    /// it is put together as JSON.
    @SuppressWarnings("unchecked")
    private static MessageCreateParams goesOn(
            MessageCreateParams.Builder request, List<ContentBlock> answer, Map<String, ?> next) {
        List<?> blocks = answer.stream().map(ContentBlock::toParam).toList();
        return request.build().toBuilder()
                .messages(JsonValue.from(List.of(
                        Map.of("role", "user", "content", "Hi"),
                        Map.of("role", "assistant", "content", blocks),
                        Map.of("role", "user", "content", List.of(next)))))
                .build();
    }

    private static Tool weather() {
        return Tool.builder()
                .name("weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .build())
                .build();
    }

    private Message accumulate(MessageCreateParams.Builder request) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        List<RawMessageStreamEvent> events = new ArrayList<>();
        try (StreamResponse<RawMessageStreamEvent> response = client.messages().createStreaming(request.build())) {
            response.stream().forEach(events::add);
        }
        events.forEach(accumulator::accumulate);
        return accumulator.message().validate();
    }

    private void assertRaises(Class<? extends Throwable> type, String model) {
        assertThatThrownBy(() -> client.messages().create(ask(model).build()))
                .as(model)
                .isInstanceOf(type);
        assertThatThrownBy(() -> accumulate(ask(model))).as(model + " streamed").isInstanceOf(type);
    }

    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        message.content().forEach(block -> block.text().ifPresent(part -> text.append(part.text())));
        return text.toString();
    }
}
