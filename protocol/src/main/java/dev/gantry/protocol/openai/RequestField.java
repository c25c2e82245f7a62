package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The documented top-level fields of a chat request, with what each may hold and the camelCase spelling that
/// Runcrate's TypeScript client sends.
///
/// Types and ranges follow OpenAI's API reference, "Create chat completion".
enum RequestField {
    MODEL("model", ValueRule.nonEmptyString()),
    /// Read by {@link MessagesReader}.
    MESSAGES("messages", (value, param) -> {}),
    MAX_TOKENS("max_tokens", "maxTokens", ValueRule.integer(1, Integer.MAX_VALUE)),
    MAX_COMPLETION_TOKENS("max_completion_tokens", "maxCompletionTokens", ValueRule.integer(1, Integer.MAX_VALUE)),
    TEMPERATURE("temperature", ValueRule.number(0, 2)),
    TOP_P("top_p", "topP", ValueRule.number(0, 1)),
    FREQUENCY_PENALTY("frequency_penalty", "frequencyPenalty", ValueRule.number(-2, 2)),
    PRESENCE_PENALTY("presence_penalty", "presencePenalty", ValueRule.number(-2, 2)),
    N("n", ValueRule.integer(1, 128)),
    STOP("stop", ControlRules::stop),
    STREAM("stream", ValueRule.bool()),
    STREAM_OPTIONS("stream_options", "streamOptions", StreamOptions::check),
    /// Read by {@link ToolsReader}, as is {@link #FUNCTIONS}.
    TOOLS("tools", (value, param) -> {}),
    FUNCTIONS("functions", (value, param) -> {}),
    TOOL_CHOICE("tool_choice", "toolChoice", ControlRules::toolChoice),
    FUNCTION_CALL("function_call", ControlRules::functionCall),
    PARALLEL_TOOL_CALLS("parallel_tool_calls", ValueRule.bool()),
    RESPONSE_FORMAT("response_format", "responseFormat", ControlRules::responseFormat),
    LOGPROBS("logprobs", ValueRule.bool()),
    TOP_LOGPROBS("top_logprobs", ValueRule.integer(0, 20)),
    LOGIT_BIAS("logit_bias", ValueRule.mapOf(ValueRule.number(-100, 100))),
    SEED("seed", ValueRule.integer(Long.MIN_VALUE, Long.MAX_VALUE)),
    REASONING_EFFORT("reasoning_effort", "reasoningEffort", ValueRule.stringOrNumber()),
    VERBOSITY("verbosity", ValueRule.string()),
    MODALITIES("modalities", ValueRule.arrayOf(16, ValueRule.string())),
    AUDIO("audio", ValueRule.object()),
    PREDICTION("prediction", ValueRule.object()),
    WEB_SEARCH_OPTIONS("web_search_options", ValueRule.object()),
    SERVICE_TIER("service_tier", ValueRule.string()),
    STORE("store", ValueRule.bool()),
    METADATA("metadata", ValueRule.object()),
    USER("user", ValueRule.string()),
    SAFETY_IDENTIFIER("safety_identifier", ValueRule.string()),
    PROMPT_CACHE_KEY("prompt_cache_key", ValueRule.string()),
    PROMPT_CACHE_RETENTION("prompt_cache_retention", ValueRule.string()),
    PROMPT_CACHE_OPTIONS("prompt_cache_options", ValueRule.object()),
    MODERATION("moderation", ValueRule.object());

    /// A field under one of its spellings.
    record Spelling(RequestField field, String text) {
        boolean isAlias() {
            return !text.equals(field.wireName);
        }
    }

    private static final Map<String, Spelling> BY_TEXT = new HashMap<>();
    private static final List<List<Spelling>> BY_LENGTH = new ArrayList<>();

    static {
        for (RequestField field : values()) {
            register(new Spelling(field, field.wireName));
            if (field.alias != null) {
                register(new Spelling(field, field.alias));
            }
        }
    }

    private final String wireName;
    private final @Nullable String alias;

    @SuppressWarnings("ImmutableEnumChecker") // rules are stateless
    private final ValueRule rule;

    RequestField(String wireName, ValueRule rule) {
        this(wireName, null, rule);
    }

    RequestField(String wireName, @Nullable String alias, ValueRule rule) {
        this.wireName = wireName;
        this.alias = alias;
        this.rule = rule;
    }

    String wireName() {
        return wireName;
    }

    ValueRule rule() {
        return rule;
    }

    /// The field that the name under the scanner means, found without making a string of it.
    static @Nullable Spelling find(JsonScanner name) {
        if (name.textIsEscaped()) {
            return BY_TEXT.get(name.text());
        }
        int length = name.end() - name.start() - 2;
        if (length >= BY_LENGTH.size()) {
            return null;
        }
        for (Spelling candidate : BY_LENGTH.get(length)) {
            if (name.textEquals(candidate.text)) {
                return candidate;
            }
        }
        return null;
    }

    private static void register(Spelling spelling) {
        BY_TEXT.put(spelling.text, spelling);
        while (BY_LENGTH.size() <= spelling.text.length()) {
            BY_LENGTH.add(new ArrayList<>());
        }
        BY_LENGTH.get(spelling.text.length()).add(spelling);
    }
}
