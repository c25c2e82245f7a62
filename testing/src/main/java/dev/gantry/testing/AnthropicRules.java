package dev.gantry.testing;

import static dev.gantry.testing.AnthropicRefusal.invalid;
import static dev.gantry.testing.AnthropicRefusal.invalidIf;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Anthropic's API refuses of a request's head and controls; {@link AnthropicMessageRules} has the rest. Sources:
/// platform.claude.com "Errors", "Versions", "Migrating to 2026-10-21", "Extended thinking"; messages as the field
/// reports them.
final class AnthropicRules {
    /// The key that is refused.
    static final String WRONG_KEY = "sk-ant-wrong";

    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;
    private static final int MAX_CACHE_MARKERS = 4;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Set<String> FIELDS = Set.of(
            "model",
            "max_tokens",
            "messages",
            "system",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "metadata",
            "service_tier",
            "cache_control");

    private AnthropicRules() {}

    /// The request, where nothing is wrong with it.
    ///
    /// @throws AnthropicRefusal where something is
    static AnthropicTurn check(RecordedRequest request) {
        checkKey(request);
        String version =
                request.header("anthropic-version").orElseThrow(() -> invalid("anthropic-version: header is required"));
        boolean newVersion = version.equals("2026-10-21");
        invalidIf(!newVersion && !version.equals("2023-06-01"), "anthropic-version: \"" + version + "\" is not valid");
        if (request.body().length > MAX_BODY_BYTES) {
            throw AnthropicRefusal.tooLarge("Request exceeds the maximum size");
        }
        AnthropicTurn turn = new AnthropicTurn(newVersion, parse(request));
        checkFields(turn.body());
        checkSampling(turn);
        checkStop(turn.body());
        checkTools(turn);
        checkThinking(turn);
        invalidIf(
                markers(turn.body()) > MAX_CACHE_MARKERS,
                "A maximum of 4 blocks with cache_control may be provided. Found " + markers(turn.body()) + ".");
        AnthropicMessageRules.check(turn);
        return turn;
    }

    private static void checkKey(RecordedRequest request) {
        String key = request.header("x-api-key")
                .or(() -> request.header("authorization")
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length())))
                .orElseThrow(() -> AnthropicRefusal.unauthenticated("x-api-key header is required"));
        if (key.equals(WRONG_KEY) || key.isEmpty()) {
            throw AnthropicRefusal.unauthenticated("invalid x-api-key");
        }
    }

    private static Map<String, @Nullable Object> parse(RecordedRequest request) {
        try {
            return request.json();
        } catch (IllegalArgumentException e) {
            throw invalid("The request body is not valid JSON");
        }
    }

    private static void checkFields(Map<String, @Nullable Object> body) {
        for (String required : List.of("model", "max_tokens", "messages")) {
            invalidIf(body.get(required) == null, required + ": Field required");
        }
        for (String field : new TreeSet<>(body.keySet())) {
            invalidIf(!FIELDS.contains(field), field + ": Extra inputs are not permitted");
        }
        invalidIf(
                AnthropicJson.number(body, "max_tokens")
                        .filter(n -> n.signum() >= 0)
                        .isEmpty(),
                "max_tokens: Input should be a valid integer");
    }

    private static void checkSampling(AnthropicTurn turn) {
        for (String name : List.of("temperature", "top_p", "top_k")) {
            boolean said = turn.body().containsKey(name);
            invalidIf(said && turn.newVersion(), name + ": Extra inputs are not permitted");
            invalidIf(said && turn.model().startsWith("no-sampling"), "`" + name + "` is deprecated for this model.");
        }
        BigDecimal temperature =
                AnthropicJson.number(turn.body(), "temperature").orElse(BigDecimal.ONE);
        invalidIf(temperature.compareTo(BigDecimal.ONE) > 0, "temperature: range: 0..1");
        invalidIf(
                turn.body().containsKey("temperature") && turn.body().containsKey("top_p"),
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        invalidIf(
                turn.thinks() && temperature.compareTo(BigDecimal.ONE) != 0,
                "`temperature` may only be set to 1 when thinking is enabled.");
    }

    private static void checkStop(Map<String, @Nullable Object> body) {
        if (body.get("stop_sequences") instanceof List<?> stops) {
            for (Object stop : stops) {
                invalidIf(
                        !(stop instanceof String text) || text.isBlank(),
                        "stop_sequences: each stop sequence must contain non-whitespace");
            }
        }
    }

    private static void checkTools(AnthropicTurn turn) {
        for (int i = 0; i < turn.tools().size(); i++) {
            Map<String, @Nullable Object> tool = turn.tools().get(i);
            invalidIf(
                    !NAME.matcher(AnthropicJson.text(tool, "name")).matches(),
                    "tools." + i + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            Map<String, @Nullable Object> schema = AnthropicJson.object(tool.get("input_schema"));
            invalidIf(
                    !AnthropicJson.text(schema, "type").equals("object"),
                    "tools." + i + ".custom.input_schema.type: Field required");
        }
        boolean known = AnthropicJson.anyHas(turn.tools(), "name", turn.toolToCall());
        invalidIf(
                turn.forcesTool() && turn.tools().isEmpty(), "tool_choice may only be specified while providing tools");
        invalidIf(
                turn.toolChoice().equals("tool") && !known,
                "Tool '" + turn.toolToCall() + "' not found in provided tools");
    }

    private static void checkThinking(AnthropicTurn turn) {
        if (!turn.thinkingType().equals("enabled")) {
            return;
        }
        BigDecimal budget = turn.thinkingBudget();
        invalidIf(
                budget.intValueExact() < 1_024,
                "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        invalidIf(
                AnthropicJson.number(turn.body(), "max_tokens").orElseThrow().compareTo(budget) <= 0,
                "`max_tokens` must be greater than `thinking.budget_tokens`.");
        invalidIf(turn.forcesTool(), "Thinking may not be enabled when tool_choice forces tool use.");
    }

    private static int markers(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                object.values().stream().mapToInt(AnthropicRules::markers).sum()
                        + (object.get("cache_control") == null ? 0 : 1);
            case List<?> list -> list.stream().mapToInt(AnthropicRules::markers).sum();
            case null, default -> 0;
        };
    }
}
