package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ServiceTier;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
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

/// The vendor's own client takes the fake for Gemini, also where it misbehaves.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GoogleGenAiTest {
    private static final GenerateContentConfig WITH_TOOL = GenerateContentConfig.builder()
            .tools(Tool.builder()
                    .functionDeclarations(FunctionDeclaration.builder()
                            .name("get_weather")
                            .description("Tells the weather")
                            .parametersJsonSchema(Map.of("type", "object"))
                            .build())
                    .build())
            .build();

    private ScriptedGemini gemini;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        gemini = ScriptedGemini.start();
        client = client("k");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        gemini.close();
    }

    @Test
    void takesAWholeAnswer() {
        GenerateContentResponse answer = ask("gemini-3-plain");

        assertThat(answer.text()).isEqualTo(GeminiBehaviours.GREETING);
        assertThat(answer.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(answer.usageMetadata().orElseThrow().totalTokenCount()).contains(7);
    }

    @Test
    void takesAStreamWithUsageThatGrows() {
        List<GenerateContentResponse> events = stream("gemini-3-plain");

        assertThat(text(events)).isEqualTo(GeminiBehaviours.GREETING);
        assertThat(events)
                .extracting(event ->
                        event.usageMetadata().orElseThrow().totalTokenCount().orElseThrow())
                .containsExactly(6, 7);
        assertThat(events.getLast().finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
    }

    @Test
    void showsThoughtsAndTheSignatureAtTheEnd() {
        List<Part> parts = stream("gemini-3-thinking").stream()
                .flatMap(event -> content(event).parts().orElseThrow().stream())
                .toList();

        assertThat(parts.getFirst().thought()).contains(true);
        assertThat(parts.getLast().thoughtSignature()).isPresent();
        assertThat(ask("gemini-3-thinking").usageMetadata().orElseThrow().thoughtsTokenCount())
                .contains(2);
    }

    @Test
    void callsFunctionsInParallel() {
        List<Content> conversation = new ArrayList<>(List.of(user("Weather?")));

        Content calls = content(client.models.generateContent("gemini-3-parallel", conversation, WITH_TOOL));
        conversation.add(calls);
        conversation.add(results(calls));

        assertThat(calls.parts().orElseThrow().getFirst().thoughtSignature()).isPresent();
        assertThat(calls.parts().orElseThrow().getLast().thoughtSignature()).isEmpty();
        assertThat(client.models
                        .generateContent("gemini-3-parallel", conversation, WITH_TOOL)
                        .text())
                .isEqualTo("get_weather=[sunny in Paris], get_weather=[sunny in Rome]");
    }

    @Test
    void callsFunctionsOneAfterTheOtherStreamed() {
        List<Content> conversation = new ArrayList<>(List.of(user("Weather?")));
        for (int step = 0; step < 2; step++) {
            Content call = content(streamed("gemini-3-sequential", conversation).getFirst());
            conversation.add(call);
            conversation.add(results(call));
        }

        assertThat(text(streamed("gemini-3-sequential", conversation))).isEqualTo("get_weather=[sunny in Paris]");
    }

    @Test
    void refusesACallThatLostItsSignature() {
        Content unsigned = Content.builder()
                .role("model")
                .parts(Part.fromFunctionCall("get_weather", Map.of()))
                .build();
        List<Content> conversation = List.of(user("Weather?"), unsigned, results(unsigned));

        assertThatThrownBy(() -> client.models.generateContent("gemini-3-tools", conversation, WITH_TOOL))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("thought_signature");
        assertThat(client.models
                        .generateContent("gemini-2.5-tools", conversation, WITH_TOOL)
                        .text())
                .startsWith("get_weather");
    }

    @Test
    void readsAPromptThatWasBlocked() {
        for (GenerateContentResponse answer :
                List.of(ask("gemini-3-blocked"), stream("gemini-3-blocked").getFirst())) {
            assertThat(answer.candidates().orElse(List.of())).isEmpty();
            assertThat(answer.promptFeedback()
                            .orElseThrow()
                            .blockReason()
                            .orElseThrow()
                            .toString())
                    .isEqualTo("PROHIBITED_CONTENT");
        }
    }

    @Test
    void readsEndsOfEveryKind() {
        assertThat(ask("gemini-3-max-tokens").finishReason().knownEnum()).isEqualTo(FinishReason.Known.MAX_TOKENS);
        assertThat(stream("gemini-3-safety").getLast().finishReason().knownEnum())
                .isEqualTo(FinishReason.Known.SAFETY);
        assertThat(ask("gemini-3-malformed-call").finishReason().knownEnum())
                .isEqualTo(FinishReason.Known.MALFORMED_FUNCTION_CALL);
    }

    @Test
    void raisesErrorsOfEveryShape() {
        assertRaises(ClientException.class, 404, "gemini-3-no-such-script");
        assertRaises(ClientException.class, 429, "gemini-3-error-429");
        assertRaises(ServerException.class, 500, "gemini-3-error-500");
        assertRaises(ServerException.class, 503, "gemini-3-error-503");
        assertThatThrownBy(() -> stream("gemini-3-error-frame")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> stream("gemini-3-error-in-200")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> stream("gemini-3-error-array")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> stream("gemini-3-cut-after-2")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() {
        try (Client stranger = client(GeminiRules.WRONG_KEY)) {
            assertThatThrownBy(() -> stranger.models.generateContent("gemini-3-plain", "Hi", null))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("API key not valid");
        }
    }

    @Test
    void sendsWhatTheFakeChecks() throws InterruptedException {
        GenerateContentConfig config = GenerateContentConfig.builder()
                .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
                .temperature(0.5f)
                .thinkingConfig(ThinkingConfig.builder().includeThoughts(true).build())
                .serviceTier(new ServiceTier(ServiceTier.Known.FLEX))
                .build();

        client.models.generateContent("gemini-3-plain", "Hi", config);

        RecordedRequest request = gemini.upstream().takeRequest(Duration.ofSeconds(5));
        assertThat(request.path()).matches("/v1(beta)?/models/gemini-3-plain:generateContent");
        assertThat(request.header("x-goog-api-key")).contains("k");
        assertThat(request.json()).containsEntry("serviceTier", "flex").containsKey("systemInstruction");
    }

    private void assertRaises(Class<? extends ApiException> type, int status, String model) {
        assertThatThrownBy(() -> ask(model))
                .as(model)
                .isInstanceOfSatisfying(
                        type, raised -> assertThat(raised.code()).isEqualTo(status));
        assertThatThrownBy(() -> stream(model)).as(model + " streamed").isInstanceOf(type);
    }

    private Client client(String key) {
        return Client.builder()
                .apiKey(key)
                .httpOptions(HttpOptions.builder()
                        .baseUrl(gemini.upstream().origin())
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .build())
                .build();
    }

    private GenerateContentResponse ask(String model) {
        return client.models.generateContent(model, "Hi", null);
    }

    private List<GenerateContentResponse> stream(String model) {
        return streamed(model, List.of(user("Hi")));
    }

    private List<GenerateContentResponse> streamed(String model, List<Content> conversation) {
        List<GenerateContentResponse> events = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> response =
                client.models.generateContentStream(model, conversation, WITH_TOOL)) {
            response.forEach(events::add);
        }
        return events;
    }

    private static Content user(String text) {
        return Content.builder().role("user").parts(Part.fromText(text)).build();
    }

    private static Content content(GenerateContentResponse answer) {
        return answer.candidates().orElseThrow().getFirst().content().orElseThrow();
    }

    private static Content results(Content calls) {
        List<Part> parts = new ArrayList<>();
        for (Part part : calls.parts().orElseThrow()) {
            FunctionCall call = part.functionCall().orElseThrow();
            Object city = call.args().orElse(Map.of()).getOrDefault("city", "nowhere");
            FunctionResponse.Builder result = FunctionResponse.builder()
                    .name(call.name().orElseThrow())
                    .response(Map.of("output", "sunny in " + city));
            call.id().ifPresent(result::id);
            parts.add(Part.builder().functionResponse(result.build()).build());
        }
        return Content.builder().role("user").parts(parts).build();
    }

    private static String text(List<GenerateContentResponse> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.text() == null ? "" : event.text()));
        return text.toString();
    }
}
