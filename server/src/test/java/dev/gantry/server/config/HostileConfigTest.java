package dev.gantry.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HostileConfigTest {
    @TempDir
    private Path folder;

    @Test
    void refusesAnAliasBombWithoutExpandingIt() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        refused(yaml.toString(), "gantry.yaml:2: a1[0]: YAML aliases (*name) are not supported");
    }

    @Test
    void refusesAnAnchorThatContainsItself() {
        refused("models: &m {a: *m}", "aliases");
        refused("listen: {port: 1}\n<<: *nothing", "alias");
    }

    @Test
    void refusesAFileOf100MegabytesWithoutReadingIt() throws IOException {
        Path file = folder.resolve("big.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }

        assertThatThrownBy(() -> new SettingsLoader(Map.of(), Map.of(), file).load())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is larger than 1MiB");
    }

    @Test
    void refusesAFolderInPlaceOfAFile() {
        assertThatThrownBy(() -> new SettingsLoader(Map.of(), Map.of(), folder).load())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesDuplicateKeysWithBothLines() {
        refused(
                "listen: {port: 1}\nretired: serve\nlisten: {port: 2}\n",
                "gantry.yaml:3: 'listen' is already set in line 1");
        refused("listen:\n  port: 1\n  port: 2\n", "gantry.yaml:3: 'port' is already set in line 2");
    }

    @Test
    void refusesDeepNesting() {
        refused("models: {a: " + "[".repeat(100) + "]".repeat(100) + "}", "nested deeper than 32 levels");
        refused("[".repeat(50_000), "gantry.yaml:1");
        refused("{a: ".repeat(50_000), "gantry.yaml:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen:\n\tport: 1",
                "listen: {port: 1",
                "listen: 'a",
                "a: b: c",
                "%YAML 9.9\n---\na: 1",
                "- a\n- b",
                "just text",
                "--- {}\n--- {}",
                "listen: !!java.lang.ProcessBuilder [id]",
                "? [complex, key]\n: 1",
                "? {a: b}\n: 1",
                "listen: {port: 1}\u0000",
                "\u0001",
            })
    void refusesWhatIsNotAConfigurationWithOneSentence(String yaml) {
        assertThatThrownBy(() -> TestingSettings.fromYaml(yaml))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("gantry.yaml")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void refusesBytesThatAreNotText() {
        byte[] bytes = {'l', ':', ' ', (byte) 0xff, (byte) 0xfe, (byte) 0x80};
        SettingsLoader loader = new SettingsLoader(Map.of(), Map.of(), Path.of("gantry.yaml"));

        assertThatThrownBy(() -> loader.load(bytes)).isInstanceOf(StartupException.class);
    }

    @Test
    void takesAByteOrderMarkAndWindowsLineEnds() {
        Settings settings = TestingSettings.fromYaml("\ufefflisten:\r\n  port: 7\r\n");

        assertThat(settings.listen().port()).isEqualTo(7);
    }

    @Test
    void cutsLongTextsInMessages() {
        String text = "x".repeat(100_000);

        assertThatThrownBy(() -> TestingSettings.fromYaml("listen: {port: " + text + "}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        assertThatThrownBy(() -> TestingSettings.fromYaml("q" + text.substring(0, 900) + ": 1"))
                .isInstanceOf(StartupException.class);
    }

    @Test
    void takesAFileAtTheLimit() throws IOException {
        String yaml = "listen: {port: 9}\n#" + "x".repeat(YamlReader.MAX_BYTES - 19);
        Path file = Files.write(folder.resolve("c.yaml"), yaml.getBytes(StandardCharsets.UTF_8));

        assertThat(new SettingsLoader(Map.of(), Map.of(), file)
                        .load()
                        .settings()
                        .listen()
                        .port())
                .isEqualTo(9);
    }

    private static void refused(String yaml, String message) {
        assertThatThrownBy(() -> TestingSettings.fromYaml(yaml))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(message);
    }
}
