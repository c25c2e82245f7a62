package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The vendor's own client takes the fake for an OpenAI server, also where it misbehaves.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OpenAiJavaTest {
    private ScriptedUpstream upstream;
    private OpenAIClient client;

    @BeforeEach
    void start() throws IOException {
        upstream = ScriptedUpstream.start().always(request -> ScriptedBehaviours.of(ScriptedTurn.of(request)));
        client = OpenAIOkHttpClient.builder()
                .baseUrl(upstream.baseUrl())
                .apiKey("k")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        upstream.close();
    }

    @Test
    void takesAWholeAnswer() {
        ChatCompletion answer =
                client.chat().completions().create(ask("plain").build()).validate();

        assertThat(content(answer)).isEqualTo(ScriptedBehaviours.GREETING);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
    }

    @Test
    void accumulatesAStreamWithUsage() {
        ChatCompletionStreamOptions options =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        for (ChatCompletionChunk chunk : stream(ask("plain").streamOptions(options))) {
            accumulator.accumulate(chunk.validate());
        }

        ChatCompletion answer = accumulator.chatCompletion();
        assertThat(content(answer)).isEqualTo(ScriptedBehaviours.GREETING);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(7);
    }

    @Test
    void takesReasoningAndLineSeparators() {
        List<ChatCompletionChunk> thinking = stream(ask("reasoning"));
        List<ChatCompletionChunk> unicode = stream(ask("unicode"));

        assertThat(thinking)
                .anySatisfy(
                        chunk -> assertThat(chunk.choices().getFirst().delta()._allProperties())
                                .containsKey("reasoning_content"));
        assertThat(text(unicode)).isEqualTo(ScriptedBehaviours.UNICODE);
    }

    @Test
    void callsAToolWholeAndStreamed() {
        ChatCompletion whole =
                client.chat().completions().create(ask("tools").build()).validate();
        ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();
        stream(ask("tools")).forEach(streamed::accumulate);

        for (ChatCompletion answer : List.of(whole, streamed.chatCompletion())) {
            var call = answer.choices()
                    .getFirst()
                    .message()
                    .toolCalls()
                    .orElseThrow()
                    .getFirst()
                    .asFunction();
            assertThat(call.function().name()).isEqualTo("get_weather");
            assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Paris\"}");
        }
    }

    @Test
    void echoesTheConversation() {
        ChatCompletionCreateParams conversation = ChatCompletionCreateParams.builder()
                .model("echo")
                .addSystemMessage("Be brief.")
                .addUserMessage("Hi")
                .addAssistantMessage("Hello")
                .addUserMessage("Again")
                .build();

        assertThat(content(client.chat().completions().create(conversation)))
                .isEqualTo("system,user,assistant,user: Again");
    }

    @Test
    void mapsErrorStatuses() {
        assertRaises(RateLimitException.class, "error-429");
        assertRaises(InternalServerException.class, "error-503");
        assertRaises(OpenAIServiceException.class, "error-402");
        assertRaises(NotFoundException.class, "no-such-script");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ask("plain").temperature(9.0).build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void retriesAsOftenAsItsOwnSettingSays() {
        OpenAIClient retrying = client.withOptions(options -> options.maxRetries(1));

        assertThatThrownBy(() ->
                        retrying.chat().completions().create(ask("error-503").build()))
                .isInstanceOf(InternalServerException.class);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void raisesWhereAStreamIsCut() {
        for (String model : List.of("cut-after-3", "reset-after-3", "error-frame")) {
            assertThatThrownBy(() -> stream(ask(model))).as(model).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void raisesWhereAWholeAnswerIsCut() {
        for (String model : List.of("cut-after-3", "reset-after-3", "html-200")) {
            assertThatThrownBy(() -> client.chat()
                            .completions()
                            .create(ask(model).build())
                            .validate())
                    .as(model)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void takesAnOrderlyEndWithoutDoneForComplete() {
        assertThat(text(stream(ask("no-done")))).isEqualTo("Hello from ");
        assertThat(text(stream(ask("no-finish")))).isEqualTo("Hello from ");
    }

    private void assertRaises(Class<? extends Throwable> type, String model) {
        assertThatThrownBy(() -> client.chat().completions().create(ask(model).build()))
                .as(model)
                .isInstanceOf(type);
        assertThatThrownBy(() -> stream(ask(model))).as(model + " streamed").isInstanceOf(type);
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams.Builder request) {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(request.build())) {
            response.stream().forEach(chunks::add);
        }
        return chunks;
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hi");
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> chunk.choices()
                .forEach(choice -> text.append(choice.delta().content().orElse(""))));
        return text.toString();
    }
}
