package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.MessageCreateParams;
import dev.gantry.testing.RecordedRequest.Header;
import dev.gantry.testing.RecordedRequest.RequestLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every golden request body of the module `protocol` is one that the vendor's own types know in all its keys, and one
/// that the fake takes. Runs with both majors of the SDK, each with the bodies of its version of the API.
class AnthropicSchemaSdkTest {
    private static final Path GOLDENS =
            Path.of("../protocol/src/test/resources/fixtures/anthropic/requests", AnthropicSdk.apiVersion());

    static List<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void knowsEveryKey(Path golden) throws IOException {
        MessageCreateParams.Body body =
                ObjectMappers.jsonMapper().readValue(body(golden), MessageCreateParams.Body.class);

        body.validate();
        assertThat(new UnknownKeys().in(body)).isSubsetOf("Body.stream");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isTakenByTheFake(Path golden) throws IOException {
        List<Header> headers =
                List.of(new Header("x-api-key", "k"), new Header("anthropic-version", AnthropicSdk.apiVersion()));
        AnthropicTurn turn = AnthropicRules.check(new RecordedRequest(
                new RequestLine("POST", "/v1/messages", "HTTP/1.1"),
                headers,
                body(golden).getBytes(StandardCharsets.UTF_8),
                1,
                0,
                new CompletableFuture<>()));

        assertThat(turn.messages()).isNotEmpty();
    }

    @Test
    void findsKeysThatTheTypesDoNotKnow() throws IOException {
        String json = "{\"model\":\"m\",\"max_tokens\":1,\"extra\":1,\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"x\",\"colour\":1,\"cache_control\":{\"type\":\"ephemeral\",\"x\":1}}]}]}";

        assertThat(new UnknownKeys().in(ObjectMappers.jsonMapper().readValue(json, MessageCreateParams.Body.class)))
                .containsExactlyInAnyOrder("Body.extra", "TextBlockParam.colour", "CacheControlEphemeral.x");
    }

    @Test
    void findsValuesThatTheTypesDoNotKnow() throws IOException {
        String json = "{\"model\":\"m\",\"max_tokens\":\"1\",\"messages\":[]}";
        MessageCreateParams.Body body = ObjectMappers.jsonMapper().readValue(json, MessageCreateParams.Body.class);

        assertThatThrownBy(body::validate).isInstanceOf(RuntimeException.class);
    }

    private static String body(Path golden) throws IOException {
        String text = Files.readString(golden);
        return text.substring(text.indexOf('\n') + 1);
    }
}
