package dev.gantry.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatRequest.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningBudgetTest {
    @ParameterizedTest
    @CsvSource({
        "MINIMAL, 100000, 1024",
        "LOW, 100000, 2048",
        "MEDIUM, 100000, 8192",
        "HIGH, 100000, 16384",
        "XHIGH, 100000, 32768",
        "MAX, 100000, 32768",
        "MEDIUM, 16384, 8192",
        "MEDIUM, 16383, 8191",
        "HIGH, 4096, 2048",
        "MAX, 2048, 1024"
    })
    void thinksAtMostHalfOfTheCap(Effort effort, int maxTokens, int budget) {
        assertThat(ReasoningBudget.within(maxTokens, effort)).hasValue(budget);
    }

    @ParameterizedTest
    @CsvSource({"MINIMAL, 2047", "MAX, 2047", "HIGH, 1"})
    void isOffWhereTheCapLeavesTooLittle(Effort effort, int maxTokens) {
        assertThat(ReasoningBudget.within(maxTokens, effort)).isEmpty();
    }

    @Test
    void isOffWhereTheClientSaysSo() {
        assertThat(ReasoningBudget.within(Integer.MAX_VALUE, Effort.NONE)).isEmpty();
    }
}
