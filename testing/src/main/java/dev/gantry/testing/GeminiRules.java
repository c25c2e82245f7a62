package dev.gantry.testing;

import static dev.gantry.testing.GeminiRefusal.invalidIf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the real API refuses: the fake of Gemini refuses it, too.
final class GeminiRules {
    /// A key that the fake does not know.
    static final String WRONG_KEY = "wrong";

    private static final String SIGNATURE = "scripted signature";
    private static final String FOREIGN = "skip_thought_signature_validator";
    private static final BigDecimal MAX_TEMPERATURE = BigDecimal.TWO;
    private static final Set<String> MEMBERS = Set.of(
            "contents",
            "systemInstruction",
            "tools",
            "toolConfig",
            "safetySettings",
            "generationConfig",
            "cachedContent",
            "serviceTier",
            "store");
    private static final Set<String> PARTS = Set.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult");

    private GeminiRules() {}

    /// What the fake signs its calls with, in base64.
    static String signature() {
        return base64(SIGNATURE);
    }

    /// @throws GeminiRefusal where the real API would refuse the request
    static void check(GeminiTurn turn) {
        checkKey(turn.key());
        for (String member : turn.body().keySet()) {
            invalidIf(
                    !MEMBERS.contains(member),
                    "Invalid JSON payload received. Unknown name \"" + member + "\": Cannot find field.");
        }
        checkContents(turn.contents());
        checkConfig(turn);
        if (turn.isGeneration3()) {
            turn.currentTurn().forEach(GeminiRules::checkSignature);
        }
    }

    private static void checkKey(String key) {
        if (key.isEmpty()) {
            throw GeminiRefusal.withoutKey();
        }
        if (key.equals(WRONG_KEY)) {
            throw GeminiRefusal.wrongKey();
        }
    }

    private static void checkContents(List<Map<String, @Nullable Object>> contents) {
        invalidIf(contents.isEmpty(), "* GenerateContentRequest.contents: contents is not specified");
        int expected = 0;
        for (Map<String, @Nullable Object> content : contents) {
            checkParts(content);
            List<Map<String, @Nullable Object>> results = GeminiTurn.members(content, "functionResponse");
            invalidIf(
                    expected != 0 && results.size() != expected,
                    "Please ensure that the number of function response parts is equal to the number of function"
                            + " call parts of the function call turn.");
            invalidIf(
                    expected == 0 && !results.isEmpty(),
                    "Please ensure that function response turn comes immediately after a function call turn.");
            results.forEach(GeminiRules::checkResult);
            expected = GeminiTurn.members(content, "functionCall").size();
        }
    }

    private static void checkParts(Map<String, @Nullable Object> content) {
        String role = GeminiJson.text(content, "role");
        invalidIf(!role.equals("user") && !role.equals("model"), "Please use a valid role: user, model.");
        invalidIf(GeminiTurn.parts(content).isEmpty(), "contents.parts must not be empty.");
        for (Map<String, @Nullable Object> part : GeminiTurn.parts(content)) {
            invalidIf(
                    part.keySet().stream().filter(PARTS::contains).count() != 1,
                    "contents.parts.data: required oneof field 'data' must have one initialized field");
        }
    }

    private static void checkResult(Map<String, @Nullable Object> result) {
        invalidIf(
                GeminiJson.text(result, "name").isEmpty(),
                "GenerateContentRequest.contents.parts.function_response.name: Name cannot be empty.");
        invalidIf(
                !(result.get("response") instanceof Map<?, ?>),
                "Invalid value at 'contents.parts.function_response.response'.");
    }

    private static void checkConfig(GeminiTurn turn) {
        Map<String, @Nullable Object> thinking = turn.thinkingConfig();
        invalidIf(
                thinking.containsKey("thinkingBudget") && thinking.containsKey("thinkingLevel"),
                "You can only set one of thinking budget and thinking level.");
        invalidIf(
                GeminiJson.number(turn.generationConfig(), "temperature")
                        .filter(value -> value.signum() < 0 || value.compareTo(MAX_TEMPERATURE) > 0)
                        .isPresent(),
                "Unable to submit request because it has a temperature value that is out of range [0, 2].");
        invalidIf(
                GeminiJson.number(turn.generationConfig(), "maxOutputTokens")
                        .filter(value -> value.signum() <= 0)
                        .isPresent(),
                "max_output_tokens must be positive.");
    }

    /// The first of parallel calls carries the signature, and nobody else's.
    private static void checkSignature(Map<String, @Nullable Object> content) {
        boolean first = true;
        for (Map<String, @Nullable Object> part : GeminiTurn.parts(content)) {
            String signature = GeminiJson.text(part, "thoughtSignature");
            boolean isCall = part.containsKey("functionCall");
            invalidIf(
                    isCall && first && signature.isEmpty(),
                    "Function call is missing a thought_signature in functionCall parts. This is required for tools"
                            + " to work correctly.");
            invalidIf(
                    !signature.isEmpty() && !signature.equals(signature()) && !signature.equals(base64(FOREIGN)),
                    "Corrupted thought signature.");
            first &= !isCall;
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
