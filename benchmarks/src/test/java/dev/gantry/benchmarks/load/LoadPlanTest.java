package dev.gantry.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
    @Test
    void readsWordsInAnyOrder() {
        LoadPlan plan = LoadPlan.parse("millis=250 events=101 url=http://127.0.0.1:9/v1/chat/completions once=true");

        assertThat(plan.url().getPort()).isEqualTo(9);
        assertThat(plan.duration()).isEqualTo(Duration.ofMillis(250));
        assertThat(plan.events()).isEqualTo(101);
        assertThat(plan.stream()).isTrue();
        assertThat(plan.once()).isTrue();
    }

    @Test
    void refusesAPlanWithoutAPort() {
        assertThatThrownBy(() -> LoadPlan.parse("connections=3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAWordWithoutAValue() {
        assertThatThrownBy(() -> LoadPlan.parse("url=http://127.0.0.1:9/ fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fast");
    }
}
