package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEvent.FinishReason;
import dev.gantry.protocol.chat.ChatEvent.ToolArgumentsDelta;
import dev.gantry.protocol.chat.ChatEvent.ToolCallStarted;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.gemini.GeminiGeneration;
import dev.gantry.protocol.gemini.GeminiPath;
import dev.gantry.protocol.gemini.GeminiTarget;
import dev.gantry.protocol.gemini.GeminiThinking;
import dev.gantry.protocol.gemini.GenerateContentAnswerDecoder;
import dev.gantry.protocol.gemini.GenerateContentEncoder;
import dev.gantry.protocol.gemini.GenerateContentEventDecoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Our translation against the fake that the vendor's client has proved, which checks signatures, names and roles as
/// Gemini does.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class GeminiLoopTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private ScriptedGemini gemini;

    @BeforeEach
    void start() throws IOException {
        gemini = ScriptedGemini.start();
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        gemini.close();
    }

    @Test
    void signedCallsInParallelComeBackAsTheyWere() throws Exception {
        List<Message> conversation = conversation();

        step("gemini-3-parallel", conversation, true);

        assertThat(text(ask("gemini-3-parallel", conversation)))
                .isEqualTo("get_weather=[sunny in {\"city\":\"Paris\"}], get_weather=[sunny in {\"city\":\"Rome\"}]");
    }

    @Test
    void signedCallsInARowComeBackAsTheyWere() throws Exception {
        List<Message> conversation = conversation();

        step("gemini-3-sequential", conversation, true);
        step("gemini-3-sequential", conversation, true);

        assertThat(text(ask("gemini-3-sequential", conversation))).startsWith("get_weather=[sunny");
    }

    @Test
    void callsWithoutTheirSignatureAreTakenForForeignOnes() throws Exception {
        List<Message> conversation = conversation();

        step("gemini-3-parallel", conversation, false);

        assertThat(text(ask("gemini-3-parallel", conversation))).startsWith("get_weather=[sunny");
    }

    @Test
    void streamedAndWholeAnswersSayTheSame() throws Exception {
        for (String model : List.of("gemini-3-plain", "gemini-3-thinking", "gemini-3-tools", "gemini-3-blocked")) {
            List<ChatEvent> streamed = ask(model, conversation());
            DecodedAnswer whole = decodeWhole(model);

            assertThat(whole).isInstanceOfSatisfying(DecodedAnswer.Answered.class, answered -> {
                assertThat(text(answered.events())).as(model).isEqualTo(text(streamed));
                assertThat(answered.events().getLast()).as(model).isEqualTo(streamed.getLast());
                assertThat(lastUsage(answered.events())).as(model).isEqualTo(lastUsage(streamed));
            });
        }
    }

    @Test
    void failuresAreFailures() throws Exception {
        for (String behaviour : List.of("error-frame", "error-in-200", "no-finish", "html-200", "malformed-call")) {
            Collected found = stream("gemini-3-" + behaviour, conversation());

            assertThat(found.problem).as(behaviour).isNotNull();
        }
        assertThat(decodeWhole("gemini-3-error-array")).isInstanceOf(DecodedAnswer.Failed.class);
        assertThat(decodeWhole("gemini-3-error-429"))
                .isInstanceOfSatisfying(
                        DecodedAnswer.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(UpstreamProblem.Kind.RATE_LIMITED));
    }

    /// Lets the model call, and adds its calls and their results to the conversation.
    private void step(String model, List<Message> conversation, boolean keepSignatures) throws Exception {
        List<ChatEvent> events = ask(model, conversation);
        assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
        List<ToolCall> calls = new ArrayList<>();
        List<ReasoningDetail> details = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof ToolCallStarted(var _, var _, String id, String name, var _)) {
                calls.add(new ToolCall(id, name, arguments(events, calls.size()), null));
            } else if (keepSignatures && event instanceof ChatEvent.ReasoningKept(var _, ReasoningDetail detail)) {
                details.add(detail);
            }
        }
        conversation.add(new Message.Assistant(List.of(), calls, null, details));
        for (ToolCall call : calls) {
            conversation.add(new Message.ToolResult(
                    call.id(), List.of(new ContentPart.Text("sunny in " + call.arguments(), null))));
        }
    }

    private List<ChatEvent> ask(String model, List<Message> conversation) throws Exception {
        Collected found = stream(model, conversation);
        assertThat(found.problem).isNull();
        return found.events;
    }

    private Collected stream(String model, List<Message> conversation) throws Exception {
        HttpResponse<byte[]> response = post(model, conversation, true);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        Collected found = new Collected();
        GenerateContentEventDecoder decoder = new GenerateContentEventDecoder(64 * 1024);
        decoder.feed(response.body(), 0, response.body().length, found);
        decoder.end(found);
        return found;
    }

    private DecodedAnswer decodeWhole(String model) throws Exception {
        HttpResponse<byte[]> response = post(model, conversation(), false);
        return new GenerateContentAnswerDecoder().decode(response.statusCode(), response.body());
    }

    private HttpResponse<byte[]> post(String model, List<Message> conversation, boolean stream) throws Exception {
        GeminiTarget target = new GeminiTarget(
                model,
                GeminiGeneration.V3,
                new GeminiThinking.Levels(EnumSet.allOf(GeminiThinking.Level.class)),
                EnumSet.allOf(GeminiTarget.Feature.class),
                0,
                0);
        byte[] body = new GenerateContentEncoder()
                .encode(request(conversation), target)
                .body();
        URI address = URI.create(gemini.upstream().origin() + "/v1beta" + GeminiPath.of(model, stream));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("x-goog-api-key", "k")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static ChatRequest request(List<Message> conversation) {
        return new ChatRequest(
                conversation,
                new ChatRequest.Controls(null, null, null, null, null, null, 1, List.of(), null, null),
                List.of(new ChatRequest.Tool("get_weather", null, null, null, null)),
                new ChatRequest.ToolChoice.Auto(),
                null,
                new ChatRequest.ResponseFormat.Text(),
                ChatRequest.Reasoning.UNSAID,
                null,
                Map.of(),
                null,
                Map.of());
    }

    private static List<Message> conversation() {
        return new ArrayList<>(List.of(
                new Message.Instructions(List.of(new ContentPart.Text("Be brief.", null))),
                new Message.User(List.of(new ContentPart.Text("Weather?", null)), null)));
    }

    private static String arguments(List<ChatEvent> events, int index) {
        StringBuilder arguments = new StringBuilder();
        for (ChatEvent event : events) {
            if (event instanceof ToolArgumentsDelta(var _, int of, String fragment) && of == index) {
                arguments.append(fragment);
            }
        }
        return arguments.toString();
    }

    private static String text(List<ChatEvent> events) {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.TextDelta(var _, String delta) -> text.append(delta);
                case ChatEvent.RefusalDelta(var _, String delta) -> text.append(delta);
                default -> {}
            }
        }
        return text.toString();
    }

    private static @Nullable ChatEvent lastUsage(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.UsageReported.class::isInstance)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static final class Collected implements ChatEventSink {
        final List<ChatEvent> events = new ArrayList<>();

        @Nullable
        UpstreamProblem problem;

        @Override
        public void event(ChatEvent event) {
            events.add(event);
        }

        @Override
        public void completed() {
            throw new AssertionError("Gemini marks no end");
        }

        @Override
        public void failed(UpstreamProblem problem) {
            this.problem = problem;
        }
    }
}
