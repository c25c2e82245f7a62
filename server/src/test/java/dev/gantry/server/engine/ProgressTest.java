package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final TerminalProgress terminal =
            new TerminalProgress(new PrintStream(screen, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    void plainProgressSaysEachTenthOnce() {
        List<String> lines = new ArrayList<>();
        PlainProgress plain = new PlainProgress(lines::add);
        plain.say("begin");
        for (long done = 0; done <= 1000; done += 50) {
            plain.bytes("model", done * 1000, 1_000_000);
        }
        assertThat(lines)
                .hasSize(11)
                .startsWith("begin", "model: 10% of 1.0 MB")
                .endsWith("model: 100% of 1.0 MB");
    }

    @Test
    void plainProgressBeginsAnewForTheNextDownload() {
        List<String> lines = new ArrayList<>();
        PlainProgress plain = new PlainProgress(lines::add);
        plain.bytes("engine", 10, 10);
        plain.bytes("model", 5, 10);
        assertThat(lines).containsExactly("engine: 100% of 0.0 kB", "model: 50% of 0.0 kB");
    }

    @Test
    void theBarIsRedrawnInPlaceAndClosedAtTheEnd() {
        terminal.bytes("model", 25, 100);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        terminal.bytes("model", 50, 100);
        terminal.bytes("model", 100, 100);
        assertThat(drawn().split("\r", -1)).hasSize(4);
        assertThat(drawn()).contains("] 50%  0.1 kB of 0.1 kB  model").endsWith("\n");
    }

    @Test
    void theBarIsNotRedrawnMoreThanTenTimesASecond() {
        for (int done = 1; done < 100; done++) {
            terminal.bytes("model", done, 100);
        }
        assertThat(drawn().split("\r", -1)).hasSize(2);
    }

    @Test
    void aLineDoesNotDamageAnOpenBar() {
        terminal.bytes("model", 25, 100);
        terminal.say("note");
        assertThat(drawn()).endsWith("\nnote\n");
    }

    private String drawn() {
        return screen.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
