package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCallingConfigMode;
import com.google.genai.types.GenerationConfig;
import com.google.genai.types.Part;
import com.google.genai.types.PartMediaResolutionLevel;
import com.google.genai.types.SafetySetting;
import com.google.genai.types.ServiceTier;
import com.google.genai.types.ThinkingLevel;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Holds a request body to the types of Google's own SDK, which nobody here wrote: no member that they do not have.
final class VendorTypes {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private VendorTypes() {}

    static void check(byte[] body) {
        try {
            JsonNode request = MAPPER.readTree(body);
            assertThat(request.path("contents").size())
                    .describedAs("there are contents")
                    .isPositive();
            for (Iterator<Map.Entry<String, JsonNode>> fields = request.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                check(field.getKey(), field.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError("the vendor's types refuse the body: " + e.getMessage(), e);
        }
    }

    private static void check(String name, JsonNode value) throws JsonProcessingException {
        switch (name) {
            case "contents" -> checkContents(value);
            case "systemInstruction" -> checkParts(read(value, Content.class), value);
            case "tools" -> value.forEach(tool -> convert(tool, Tool.class));
            case "safetySettings" -> value.forEach(setting -> convert(setting, SafetySetting.class));
            case "toolConfig" ->
                assertThat(read(value, ToolConfig.class)
                                .functionCallingConfig()
                                .orElseThrow()
                                .mode()
                                .orElseThrow()
                                .knownEnum())
                        .isNotEqualTo(FunctionCallingConfigMode.Known.FUNCTION_CALLING_CONFIG_MODE_UNSPECIFIED)
                        .isNotEqualTo(FunctionCallingConfigMode.Known.MODE_UNSPECIFIED);
            case "generationConfig" -> checkConfig(read(value, GenerationConfig.class));
            case "serviceTier" ->
                assertThat(new ServiceTier(value.textValue()).knownEnum())
                        .isIn(ServiceTier.Known.FLEX, ServiceTier.Known.STANDARD, ServiceTier.Known.PRIORITY);
            default -> throw new AssertionError("the API has no member " + name);
        }
    }

    private static void checkContents(JsonNode contents) throws JsonProcessingException {
        String before = "";
        for (JsonNode node : contents) {
            Content content = read(node, Content.class);
            String role = content.role().orElseThrow();
            assertThat(role).isIn("user", "model").isNotEqualTo(before);
            checkParts(content, node);
            before = role;
        }
    }

    private static void checkParts(Content content, JsonNode node) {
        List<Part> parts = content.parts().orElseThrow();
        assertThat(parts).describedAs("a content has parts").isNotEmpty();
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = node.path("parts").path(i);
            long data = List.of("text", "inlineData", "functionCall", "functionResponse").stream()
                    .filter(part::has)
                    .count();
            assertThat(data).describedAs("a part is one thing: %s", part).isEqualTo(1);
            parts.get(i)
                    .mediaResolution()
                    .ifPresent(resolution -> assertThat(
                                    resolution.level().orElseThrow().knownEnum())
                            .isIn(
                                    PartMediaResolutionLevel.Known.MEDIA_RESOLUTION_LOW,
                                    PartMediaResolutionLevel.Known.MEDIA_RESOLUTION_HIGH));
        }
    }

    private static void checkConfig(GenerationConfig config) {
        config.thinkingConfig()
                .flatMap(thinking -> thinking.thinkingLevel())
                .ifPresent(level ->
                        assertThat(level.knownEnum()).isNotEqualTo(ThinkingLevel.Known.THINKING_LEVEL_UNSPECIFIED));
    }

    private static <T> T read(JsonNode node, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(node, type);
    }

    private static void convert(JsonNode node, Class<?> type) {
        try {
            read(node, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the vendor's types refuse " + node + ": " + e.getMessage(), e);
        }
    }
}
