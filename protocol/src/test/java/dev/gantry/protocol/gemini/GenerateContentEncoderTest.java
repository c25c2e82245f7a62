package dev.gantry.protocol.gemini;

import static dev.gantry.protocol.gemini.RequestBuilder.ask;
import static dev.gantry.protocol.gemini.RequestBuilder.call;
import static dev.gantry.protocol.gemini.RequestBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the goldens cannot show: exact bytes, and refusals.
class GenerateContentEncoderTest {
    private final GenerateContentEncoder encoder = new GenerateContentEncoder();

    @Test
    void schemasAndArgumentsStayByteForByte() {
        String arguments = "{\"n\": 1.50, \"big\":12345678901234567890, \"b\":1,\"a\":2}";
        RequestBuilder request = ask().user("x")
                .assistant("", call("c", "weather", arguments))
                .result("c", "1")
                .tool("weather")
                .format(new ResponseFormat.JsonSchema("s", null, RequestBuilder.CITY_SCHEMA, null));

        String body = body(request, Targets.PRO_3);

        assertThat(body)
                .contains("\"args\":" + arguments)
                .contains("\"parametersJsonSchema\":" + RequestBuilder.CITY_SCHEMA)
                .contains("\"responseJsonSchema\":" + RequestBuilder.CITY_SCHEMA);
    }

    @Test
    void aLongerConversationBeginsLikeTheShorterOne() {
        RequestBuilder shorter = ask().system("s").user("a").tool("f");
        RequestBuilder longer =
                ask().system("s").user("a").assistant("b").user("c").tool("f");

        String encoded = body(shorter, Targets.FLASH_3);
        String start = encoded.substring(0, encoded.indexOf("]}],\"generationConfig\""));

        assertThat(body(longer, Targets.FLASH_3)).startsWith(start);
    }

    @Test
    void refusesImagesByAddress() {
        ContentPart image = new ContentPart.Image(new ImageSource.Url("https://example.org/a.png"), null, null);

        ApiError error = refusal(ask().user("x").user(RequestBuilder.text("look"), image), Targets.FLASH_3);

        assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
        assertThat(error.param()).isEqualTo("messages[1].content[1].image_url.url");
        assertThat(error.message()).contains("data:");
    }

    @Test
    void refusesMediaOfOtherKindsByTheirPath() {
        assertThat(refusal(ask().user(image("image/gif", null)), Targets.FLASH_3)
                        .param())
                .isEqualTo("messages[0].content[0].image_url.url");
        assertThat(refusal(ask().user(new ContentPart.Audio("eA==", "pcm16")), Targets.FLASH_3)
                        .param())
                .isEqualTo("messages[0].content[0].input_audio.format");
        assertThat(refusal(ask().user(file("application/zip", "eA==", null)), Targets.FLASH_3)
                        .param())
                .isEqualTo("messages[0].content[0].file.file_data");
        assertThat(refusal(ask().user(file(null, null, "file-1")), Targets.FLASH_3)
                        .param())
                .isEqualTo("messages[0].content[0].file.file_id");
        ContentPart unknown = new ContentPart.Unknown("video_url", RawJson.parse("{}"));
        assertThat(refusal(ask().user(unknown), Targets.FLASH_3).message()).contains("video_url");
    }

    @Test
    void refusesAResultWithoutItsCall() {
        RequestBuilder request =
                ask().user("x").assistant("", call("c1", "f", "{}")).result("c2", "1");

        ApiError error = refusal(request, Targets.FLASH_3);

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(error.param()).isEqualTo("messages[2].tool_call_id");
    }

    @Test
    void refusesMoreAnswersThanTheModelGives() {
        assertThat(refusal(ask().user("x").choices(2), Targets.FLASH_25).param())
                .isEqualTo("n");
        assertThat(refusal(ask().user("x").choices(9), Targets.FLASH_3).param()).isEqualTo("n");
    }

    @Test
    void refusesNamesAndExtensionsThatGeminiCannotTake() {
        assertThat(refusal(ask().user("x").tool("a").tool("2b"), Targets.FLASH_3)
                        .param())
                .isEqualTo("tools[1].function.name");
        assertThat(refusal(ask().user("x").extension("top_k", "\"many\""), Targets.FLASH_3)
                        .param())
                .isEqualTo("top_k");
        assertThat(refusal(ask().user("x").extension("safety_settings", "{}"), Targets.FLASH_3)
                        .param())
                .isEqualTo("safety_settings");
    }

    private static ContentPart file(@Nullable String type, @Nullable String base64, @Nullable String id) {
        return new ContentPart.File(null, type, base64, id, null);
    }

    private String body(RequestBuilder request, GeminiTarget target) {
        return new String(encoder.encode(request.build(), target).body(), StandardCharsets.UTF_8);
    }

    private ApiError refusal(RequestBuilder request, GeminiTarget target) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> encoder.encode(request.build(), target));
        assertThat(refused).isNotNull();
        return refused.error();
    }
}
