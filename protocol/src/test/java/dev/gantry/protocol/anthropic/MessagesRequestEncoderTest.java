package dev.gantry.protocol.anthropic;

import static dev.gantry.protocol.anthropic.Request.call;
import static dev.gantry.protocol.anthropic.Request.hi;
import static dev.gantry.protocol.anthropic.Request.image;
import static dev.gantry.protocol.anthropic.Request.pdf;
import static dev.gantry.protocol.anthropic.Request.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// What the goldens do not show: refusals, prefill, limits.
class MessagesRequestEncoderTest {

    @Test
    void refusesSeveralChoices() {
        assertRefused(hi().choices(2), ErrorCode.UNSUPPORTED_PARAMETER, "n");
    }

    @Test
    void refusesPartsThatTheApiHasNot() {
        assertRefused(
                new Request().user(text("Hear"), new ContentPart.Audio("AAAA", "wav")),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "messages[0].content[1]");
        assertRefused(
                hi().user(image("image/tiff")), ErrorCode.UNSUPPORTED_PARAMETER, "messages[1].content[0].image_url");
        assertRefused(
                new Request().user(new ContentPart.File("a", null, null, "file-1", null)),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "messages[0].content[0].file.file_id");
        assertRefused(
                new Request().user(new ContentPart.File("a.docx", "application/msword", "AAAA", null, null)),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "messages[0].content[0].file");
        assertRefused(
                new Request().user(new ContentPart.Unknown("hologram", RawJson.parse("{}"))),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "messages[0].content[0].type");
        assertRefused(
                new Request().user(text("Hi")).message(new Message.Instructions(List.of(pdf("a")))),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "messages[1].content[0]");
    }

    @Test
    void refusesAConversationThatSaysNothing() {
        assertRefused(new Request().system("Be brief."), ErrorCode.INVALID_VALUE, "messages");
        assertRefused(new Request().user(""), ErrorCode.INVALID_VALUE, "messages");
    }

    @Test
    void refusesCallsWithoutTheirResults() {
        Request called = hi().tool("f").assistant("", call("a", "f", "{}"), call("b", "f", "{}"));
        assertRefused(called, ErrorCode.INVALID_VALUE, "messages[1].tool_calls");
        called.result("a", text("A"));
        assertRefused(called, ErrorCode.INVALID_VALUE, "messages[1].tool_calls");
        called.assistant("Well");
        assertRefused(called, ErrorCode.INVALID_VALUE, "messages[1].tool_calls");
    }

    @Test
    void refusesResultsWithoutTheirCall() {
        assertRefused(hi().result("a", text("A")), ErrorCode.INVALID_VALUE, "messages[1].tool_call_id");
        assertRefused(
                hi().assistant("", call("a", "f", "{}")).result("a", text("A")).result("a", text("A")),
                ErrorCode.INVALID_VALUE,
                "messages[3].tool_call_id");
        assertRefused(
                hi().assistant("", call("a", "f", "{}"), call("a", "f", "{}")).result("a", text("A")),
                ErrorCode.INVALID_VALUE,
                "messages[1].tool_calls");
    }

    @Test
    void refusesAChoiceOfAToolThatIsNotThere() {
        assertRefused(hi().choice(new ToolChoice.Named("f")), ErrorCode.INVALID_VALUE, "tool_choice");
        assertRefused(hi().choice(new ToolChoice.Required()), ErrorCode.INVALID_VALUE, "tool_choice");
        assertRefused(
                hi().tool("f").choice(new ToolChoice.Allowed(false, List.of("g"))),
                ErrorCode.INVALID_VALUE,
                "tool_choice");
    }

    @Test
    void refusesSchemasThatAreNoObjects() {
        assertRefused(
                hi().schema("{\"type\":\"array\"}"),
                ErrorCode.UNSUPPORTED_PARAMETER,
                "response_format.json_schema.schema");
        assertRefused(hi().schema("true"), ErrorCode.UNSUPPORTED_PARAMETER, "response_format.json_schema.schema");
        assertRefused(hi().tool("f", "[]"), ErrorCode.INVALID_VALUE, "tools");
    }

    @Test
    void sendsAPrefillOnlyWhereTheModelTakesOne() {
        Request prefilled = hi().assistant("{ \"n\":  \n").effort(Effort.HIGH).maxTokens(9_000);

        EncodedRequest encoded = encode(prefilled, Targets.MANUAL);

        assertThat(body(encoded))
                .endsWith("{\"type\":\"text\",\"text\":\"{ \\\"n\\\":\"}]}]}")
                .doesNotContain("thinking");
        assertThat(encoded.adjustments()).containsExactly(Adjustment.dropped("reasoning_effort"));
        assertThatThrownBy(() -> encode(prefilled, Targets.ADAPTIVE))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
                .satisfies(refusal -> assertThat(refusal.error().param()).isEqualTo("messages"));
    }

    @Test
    void neverExceedsTheClientsCap() {
        for (int cap : new int[] {1, 1_023, 1_024, 2_047, 2_048, 3_000, 64_000}) {
            for (Effort effort : Effort.values()) {
                String body = body(encode(hi().maxTokens(cap).effort(effort), Targets.MANUAL));
                assertThat(body).contains("\"max_tokens\":" + cap + ",");
                budget(body).ifPresent(budget -> assertThat(budget).isBetween(1_024, cap / 2));
            }
        }
    }

    @Test
    void dropsTheEffortOfAModelThatDoesNotThink() {
        EncodedRequest encoded = encode(hi().effort(Effort.LOW), Targets.PLAIN);

        assertThat(body(encoded)).doesNotContain("thinking", "effort");
        assertThat(encoded.adjustments()).containsExactly(Adjustment.dropped("reasoning_effort"));
        assertThat(encode(hi().effort(Effort.NONE), Targets.PLAIN).adjustments())
                .isEmpty();
    }

    @Test
    void sendsNoSamplingUnderTheNewVersionWhateverTheModelTakes() {
        assertThat(Targets.ADAPTIVE.samplingParams()).isFalse();
    }

    @Test
    void keepsToolCallIdsWithinTheirAlphabetAndApart() {
        String huge = "call:" + "x".repeat(10_000);

        assertThat(ToolCallId.acceptable("toolu_01-A")).isEqualTo("toolu_01-A");
        assertThat(ToolCallId.acceptable(huge)).matches("[A-Za-z0-9_-]{1,64}").isEqualTo(ToolCallId.acceptable(huge));
        assertThat(ToolCallId.acceptable("a:b")).isNotEqualTo(ToolCallId.acceptable("a/b"));
        assertThat(ToolCallId.acceptable("")).matches("[A-Za-z0-9_-]{1,64}");
    }

    private static Optional<Integer> budget(String body) {
        var matcher = Pattern.compile("\"budget_tokens\":(\\d+)").matcher(body);
        return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    private static void assertRefused(Request request, ErrorCode code, String param) {
        assertThatThrownBy(() -> encode(request, Targets.MANUAL))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.error().code()).isEqualTo(code);
                    assertThat(refusal.error().param()).isEqualTo(param);
                });
    }

    private static EncodedRequest encode(Request request, AnthropicTarget target) {
        return new MessagesRequestEncoder().encode(request.build(), target);
    }

    private static String body(EncodedRequest encoded) {
        return new String(encoded.body(), StandardCharsets.UTF_8);
    }
}
