package dev.gantry.conformance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.Timeout;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Drives openai-java: one JSON call a line on standard input, one JSON reply a line on standard output, as
/// `conformance/python/driver.py` describes it. Every answer and every chunk goes through `validate()`.
public final class OpenAiJavaClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private OpenAiJavaClient() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream replies = System.out;
        System.setOut(System.err);
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = calls.readLine(); line != null; line = calls.readLine()) {
            replies.println(JSON.writeValueAsString(reply(JSON.readTree(line))));
        }
        System.exit(0);
    }

    private static Reply reply(JsonNode call) {
        long started = System.nanoTime();
        Reply reply;
        try {
            reply = perform(call);
        } catch (RuntimeException e) {
            reply = Reply.raised(e);
        }
        return reply.took(Duration.ofNanos(System.nanoTime() - started));
    }

    private static Reply perform(JsonNode call) {
        OpenAIClient client = client(call);
        try {
            return switch (call.required("operation").stringValue()) {
                case "complete" -> complete(client, request(call));
                case "stream" -> stream(client, request(call));
                case "helper" -> accumulate(client, request(call));
                case "tools" -> complete(client, withWeatherTool(request(call)));
                case "models" -> models(client);
                default -> throw new IllegalArgumentException("no such operation: " + call);
            };
        } finally {
            client.close();
        }
    }

    private static OpenAIClient client(JsonNode call) {
        OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder()
                .baseUrl(call.required("base_url").stringValue())
                .apiKey(call.required("api_key").stringValue());
        JsonNode timeout = call.required("timeout");
        if (!timeout.isNull()) {
            Duration silence = Duration.ofSeconds(timeout.intValue());
            builder.timeout(Timeout.builder().read(silence).build());
        }
        return builder.build();
    }

    private static ChatCompletionCreateParams.Builder request(JsonNode call) {
        ChatCompletionCreateParams.Builder request = ChatCompletionCreateParams.builder()
                .model(call.required("model").stringValue());
        for (JsonNode message : call.required("messages")) {
            String content = message.required("content").stringValue();
            switch (message.required("role").stringValue()) {
                case "system" -> request.addSystemMessage(content);
                case "assistant" -> request.addAssistantMessage(content);
                default -> request.addUserMessage(content);
            }
        }
        call.required("parameters")
                .properties()
                .forEach(parameter -> request.putAdditionalBodyProperty(
                        parameter.getKey(), JsonValue.from(parameter.getValue().numberValue())));
        return request;
    }

    private static Reply complete(OpenAIClient client, ChatCompletionCreateParams.Builder request) {
        return whole(client.chat().completions().create(request.build()).validate());
    }

    private static Reply stream(OpenAIClient client, ChatCompletionCreateParams.Builder request) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        StringBuilder finishReason = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(request.build())) {
            response.stream().forEach(chunk -> {
                ChatCompletionChunk.Choice choice = chunk.validate().choices().getFirst();
                text.append(choice.delta().content().orElse(""));
                reasoning.append(string(choice.delta()._allProperties(), "reasoning_content"));
                choice.finishReason().ifPresent(reason -> finishReason.append(reason.asString()));
            });
        }
        return new Reply(text.toString(), reasoning.toString(), finishReason.toString(), List.of());
    }

    private static Reply accumulate(OpenAIClient client, ChatCompletionCreateParams.Builder request) {
        request.streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build());
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(request.build())) {
            response.stream().forEach(accumulator::accumulate);
        }
        ChatCompletion completion = accumulator.chatCompletion().validate();
        if (completion.usage().isEmpty()) {
            throw new IllegalStateException("the accumulator saw no usage");
        }
        return whole(completion);
    }

    private static ChatCompletionCreateParams.Builder withWeatherTool(ChatCompletionCreateParams.Builder request) {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        return request.addFunctionTool(FunctionDefinition.builder()
                .name("get_weather")
                .parameters(parameters)
                .build());
    }

    private static Reply models(OpenAIClient client) {
        String ids = client.models().list().items().stream().map(Model::id).collect(Collectors.joining("\n"));
        return new Reply(ids, "", "", List.of());
    }

    private static Reply whole(ChatCompletion completion) {
        ChatCompletion.Choice choice = completion.choices().getFirst();
        List<List<String>> toolCalls = choice.message().toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction().function())
                .map(function -> List.of(function.name(), function.arguments()))
                .toList();
        return new Reply(
                choice.message().content().orElse(""),
                string(choice.message()._allProperties(), "reasoning_content"),
                choice.finishReason().asString(),
                toolCalls);
    }

    private static String string(Map<String, JsonValue> properties, String name) {
        JsonValue value = properties.get(name);
        return value == null ? "" : Objects.requireNonNullElse(value.convert(String.class), "");
    }
}
