package dev.gantry.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    @Test
    void countsInsertionsDeletionsSubstitutionsAndSwaps() {
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
        assertThat(NearestNames.distance("abc", "abc")).isZero();
        assertThat(NearestNames.distance("prot", "port")).isEqualTo(1);
    }

    @Test
    void namesTheNearestFirst() {
        List<String> known = List.of("deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3", "openai/gpt-4o");

        assertThat(NearestNames.find("deepseek-ai/deepseek-v4", known, 2))
                .containsExactly("deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-R1");
    }

    @Test
    void namesNothingThatIsFar() {
        assertThat(NearestNames.find("zzzzzz", List.of("listen", "retired"))).isEmpty();
        assertThat(NearestNames.find("", List.of("listen"))).isEmpty();
        assertThat(NearestNames.find("l".repeat(10_000), List.of("listen"))).isEmpty();
    }
}
