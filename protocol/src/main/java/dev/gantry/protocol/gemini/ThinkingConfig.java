package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ReasoningBudget;
import dev.gantry.protocol.gemini.GeminiThinking.Level;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.openai.Adjustment;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much the model is to think in one request (Gemini API, "ThinkingConfig"). Immutable.
///
/// @param adjustments what of the client's wish did not survive
record ThinkingConfig(Setting setting, List<Adjustment> adjustments) {
    private static final String FIELD = "reasoning_effort";

    sealed interface Setting {
        /// The model does not think.
        record Absent() implements Setting {}

        /// The model thinks as it does by default.
        record Unset() implements Setting {}

        /// @param tokens 0 switches thinking off
        record Budget(int tokens) implements Setting {}

        record Named(Level level) implements Setting {}
    }

    /// @param effort null where the client said nothing
    /// @param cap on generated tokens; 0 for none
    static ThinkingConfig of(@Nullable Effort effort, GeminiThinking thinking, int cap) {
        return switch (thinking) {
            case GeminiThinking.None() -> absent(effort);
            case GeminiThinking.Budget range ->
                effort == null ? exactly(new Setting.Unset()) : budget(effort, range, cap);
            case GeminiThinking.Levels(Set<Level> levels) ->
                effort == null ? exactly(new Setting.Unset()) : level(effort, levels);
        };
    }

    boolean isOff() {
        return switch (setting) {
            case Setting.Absent() -> true;
            case Setting.Budget(int tokens) -> tokens == 0;
            case Setting.Unset _, Setting.Named _ -> false;
        };
    }

    /// Writes the member; thoughts are asked for wherever there are any.
    void writeTo(JsonWriter json) {
        if (setting instanceof Setting.Absent) {
            return;
        }
        json.name("thinkingConfig").beginObject();
        switch (setting) {
            case Setting.Absent _, Setting.Unset _ -> {}
            case Setting.Budget(int tokens) -> json.name("thinkingBudget").value(tokens);
            case Setting.Named(Level level) -> json.name("thinkingLevel").value(level.name());
        }
        if (!isOff()) {
            json.name("includeThoughts").value(true);
        }
        json.endObject();
    }

    private static ThinkingConfig absent(@Nullable Effort effort) {
        boolean asked = effort != null && effort != Effort.NONE;
        return new ThinkingConfig(new Setting.Absent(), asked ? List.of(Adjustment.dropped(FIELD)) : List.of());
    }

    private static ThinkingConfig budget(Effort effort, GeminiThinking.Budget range, int cap) {
        OptionalInt wish = cap > 0 ? ReasoningBudget.within(cap, effort) : OptionalInt.of(ReasoningBudget.full(effort));
        int wished = wish.orElse(0);
        if (wished == 0 && range.canBeOff()) {
            Setting off = new Setting.Budget(0);
            return effort == Effort.NONE ? exactly(off) : new ThinkingConfig(off, List.of(Adjustment.dropped(FIELD)));
        }
        int tokens = Math.clamp(wished, range.least(), range.most());
        Setting budget = new Setting.Budget(tokens);
        return tokens == ReasoningBudget.full(effort)
                ? exactly(budget)
                : new ThinkingConfig(budget, List.of(Adjustment.clamped(FIELD, tokens)));
    }

    private static ThinkingConfig level(Effort effort, Set<Level> levels) {
        Level wished = named(effort);
        Level taken = Arrays.stream(Level.values())
                .filter(levels::contains)
                .filter(level -> level.compareTo(wished) >= 0)
                .findFirst()
                .orElseGet(() -> levels.stream().max(Level::compareTo).orElseThrow());
        Setting level = new Setting.Named(taken);
        return taken.name().equals(effort.name())
                ? exactly(level)
                : new ThinkingConfig(level, List.of(Adjustment.mapped(FIELD, taken.name())));
    }

    private static Level named(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL -> Level.MINIMAL;
            case LOW -> Level.LOW;
            case MEDIUM -> Level.MEDIUM;
            case HIGH, XHIGH, MAX -> Level.HIGH;
        };
    }

    private static ThinkingConfig exactly(Setting setting) {
        return new ThinkingConfig(setting, List.of());
    }
}
