package dev.gantry.protocol.gemini;

import java.util.Set;

/// How a model is told to think (Gemini API, "Thinking").
public sealed interface GeminiThinking {
    /// The model does not think.
    record None() implements GeminiThinking {}

    /// By a number of tokens, `thinkingBudget`: Gemini 2.5.
    ///
    /// @param least the smallest budget besides 0
    /// @param most the largest budget
    /// @param canBeOff whether the model takes 0, which switches thinking off
    record Budget(int least, int most, boolean canBeOff) implements GeminiThinking {
        /// @throws IllegalArgumentException where the range is empty
        public Budget {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("budget " + least + ".." + most);
            }
        }
    }

    /// By name, `thinkingLevel`: Gemini 3 and later. Such a model cannot stop thinking.
    ///
    /// @param levels those that the model takes, at least one
    record Levels(Set<Level> levels) implements GeminiThinking {
        /// @throws IllegalArgumentException where there is no level
        public Levels {
            levels = Set.copyOf(levels);
            if (levels.isEmpty()) {
                throw new IllegalArgumentException("no level");
            }
        }
    }

    /// A name of `thinkingLevel`, least thinking first.
    enum Level {
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH
    }
}
