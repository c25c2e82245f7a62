package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"x", "Anna's laptop", "build/ci #3", "Büro", "日本語", "🔑 spare", "'; DROP TABLE api_key; --"})
    void takesWhatPeopleWrite(String name) {
        assertThat(new KeyName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "'',empty",
                "'   ',empty",
                "' x',blank",
                "'x ',blank",
                "'a\tb',control",
                "'a\nb',control",
                "'a\u001b[31mb',control",
                "'a\u0000b',control",
                "'a\u202eb',invisible",
                "'a\u200bb',invisible",
                "'a\u2028b',invisible",
                "'a\ud800b',invisible",
                "rc_live_000000,looks like a key"
            })
    void saysWhatIsWrong(String name, String why) {
        assertThatThrownBy(() -> new KeyName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void countsCodePoints() {
        assertThat(new KeyName("🔑".repeat(64)).text()).hasSize(128);
        assertThatThrownBy(() -> new KeyName("x".repeat(65))).hasMessageContaining("at most 64");
        assertThatThrownBy(() -> new KeyName("x".repeat(10_000_000))).hasMessageContaining("at most 64");
    }
}
