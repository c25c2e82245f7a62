package dev.gantry.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaddingTest {
    private final Settings.Padding automatic = padding(PaddingMode.AUTO);

    @Test
    void startsWhenTheClientIsAboutToGiveUp() {
        assertThat(automatic.startFor("curl/8", null)).contains(Duration.ofSeconds(50));
        assertThat(automatic.startFor(null, null)).contains(Duration.ofSeconds(50));
        assertThat(automatic.startFor("runcrate-python/0.2", null)).contains(Duration.ofSeconds(20));
        assertThat(automatic.startFor("Runcrate-TS/1", Duration.ofSeconds(600))).contains(Duration.ofSeconds(20));
        assertThat(automatic.startFor("OpenAI/Python", Duration.ofSeconds(30))).contains(Duration.ofSeconds(20));
    }

    @Test
    void obeysTheMode() {
        assertThat(padding(PaddingMode.NEVER).startFor("runcrate-x", null)).isEmpty();
        assertThat(padding(PaddingMode.ALWAYS).startFor("curl/8", null)).contains(Duration.ofSeconds(15));
    }

    private static Settings.Padding padding(PaddingMode mode) {
        return new Settings.Padding(mode, Duration.ofSeconds(50), Duration.ofSeconds(20), Duration.ofSeconds(15));
    }
}
