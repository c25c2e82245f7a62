package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiPathTest {
    @Test
    void namesTheMethodByTheKindOfAnswer() {
        assertThat(GeminiPath.of("gemini-2.5-flash", false)).isEqualTo("/models/gemini-2.5-flash:generateContent");
        assertThat(GeminiPath.of("models/gemini-3.8-pro", true))
                .isEqualTo("/models/gemini-3.8-pro:streamGenerateContent?alt=sse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "a%2Fb",
                "../files/x",
                "a:generateContent",
                "a?b",
                "a#b",
                "a b",
                "a\r\nb",
                "é"
            })
    void refusesWhatIsNoPlainSegment(String model) {
        assertThatThrownBy(() -> GeminiPath.of(model, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
