package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ReasoningBudget;
import dev.gantry.protocol.json.JsonWriter;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a request says of thinking. Immutable.
///
/// @param level the value of `output_config.effort`
record Thinking(Switch config, @Nullable String level) {
    private static final String FIELD = "reasoning_effort";
    private static final Thinking UNSAID = new Thinking(new Switch.Unsaid(), null);

    /// The member `thinking`.
    sealed interface Switch {
        /// The provider's default.
        record Unsaid() implements Switch {}

        record Off() implements Switch {}

        record Budget(int tokens) implements Switch {}

        record Adaptive() implements Switch {}
    }

    /// What else of a request decides whether thinking is possible.
    ///
    /// @param maxTokens the cap that is sent
    /// @param forcesTool whether the model must call a tool
    /// @param prefilled whether the conversation ends with the beginning of the answer
    /// @param lacksThinking whether the turn at hand was thought out elsewhere
    record Circumstances(int maxTokens, boolean forcesTool, boolean prefilled, boolean lacksThinking) {
        boolean excludeManual() {
            return forcesTool || prefilled || lacksThinking;
        }
    }

    static Thinking of(@Nullable Effort effort, AnthropicTarget target, Circumstances around, Adjustments adjustments) {
        if (effort == null) {
            return UNSAID;
        }
        if (effort == Effort.NONE) {
            return target.thinkingMode() == ThinkingMode.ADAPTIVE ? new Thinking(new Switch.Off(), null) : UNSAID;
        }
        Switch config = switch (target.thinkingMode()) {
            case NONE -> new Switch.Unsaid();
            case MANUAL -> manual(effort, around, adjustments);
            case ADAPTIVE -> around.prefilled() ? new Switch.Unsaid() : new Switch.Adaptive();
        };
        if (target.effort()) {
            return new Thinking(config, level(effort, adjustments));
        }
        switch (config) {
            case Switch.Unsaid _, Switch.Off _ -> adjustments.dropped(FIELD);
            case Switch.Adaptive _ -> adjustments.mapped(FIELD, "adaptive");
            case Switch.Budget(int tokens) -> report(effort, tokens, adjustments);
        }
        return new Thinking(config, null);
    }

    /// Whether the model thinks because of this.
    boolean isOn() {
        return switch (config) {
            case Switch.Unsaid _, Switch.Off _ -> false;
            case Switch.Budget _, Switch.Adaptive _ -> true;
        };
    }

    /// The member `thinking`, where there is one. Newer models keep their thoughts back unless asked to show a
    /// summary.
    void write(JsonWriter json) {
        switch (config) {
            case Switch.Unsaid _ -> {}
            case Switch.Off _ ->
                json.name("thinking")
                        .beginObject()
                        .name("type")
                        .value("disabled")
                        .endObject();
            case Switch.Budget(int tokens) -> {
                json.name("thinking").beginObject().name("type").value("enabled");
                json.name("budget_tokens").value(tokens).endObject();
            }
            case Switch.Adaptive _ -> {
                json.name("thinking").beginObject().name("type").value("adaptive");
                json.name("display").value("summarized").endObject();
            }
        }
    }

    private static Switch manual(Effort effort, Circumstances around, Adjustments adjustments) {
        OptionalInt budget = ReasoningBudget.within(around.maxTokens(), effort);
        if (around.excludeManual() || budget.isEmpty()) {
            adjustments.dropped(FIELD);
            return new Switch.Unsaid();
        }
        return new Switch.Budget(budget.getAsInt());
    }

    private static void report(Effort effort, int budget, Adjustments adjustments) {
        if (budget < ReasoningBudget.full(effort)) {
            adjustments.clamped(FIELD, budget);
        } else {
            adjustments.mapped(FIELD, Integer.toString(budget));
        }
    }

    private static String level(Effort effort, Adjustments adjustments) {
        return switch (effort) {
            case NONE, MINIMAL -> {
                adjustments.mapped(FIELD, "low");
                yield "low";
            }
            case LOW, MEDIUM, HIGH, XHIGH, MAX -> effort.name().toLowerCase(Locale.ROOT);
        };
    }
}
