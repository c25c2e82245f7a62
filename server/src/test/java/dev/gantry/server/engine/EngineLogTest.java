package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLogTest {
    @TempDir
    Path folder;

    @Test
    void keepsTwoFilesOfBoundedSize() throws IOException {
        Path file = folder.resolve("logs/engine.log");
        try (EngineLog log = new EngineLog(file, 1000)) {
            for (int i = 0; i < 500; i++) {
                log.write("line " + i);
            }
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
        assertThat(Files.size(folder.resolve("logs/engine.log.1"))).isLessThanOrEqualTo(1000);
        assertThat(Files.readString(file)).endsWith("line 499\n");
    }

    @Test
    void aFolderThatCannotBeMadeCostsOnlyTheLog() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("file"), "");
        try (EngineLog log = new EngineLog(obstacle.resolve("engine.log"))) {
            log.write("lost");
            log.write("lost too");
        }
        assertThat(obstacle).isEmptyFile();
    }

    @Test
    void cutsLongLinesAndKeepsTheLastWithoutAnEnd() throws IOException {
        String text = "a".repeat(1_000_000) + "\nshort\r\n\nlast";
        List<String> lines = new ArrayList<>();
        new OutputLines().readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
        assertThat(lines).containsExactly("a".repeat(OutputLines.MAX_LINE_BYTES), "short", "", "last");
    }

    @Test
    void theTailKeepsTwentyLines() {
        LineTail tail = new LineTail();
        for (int i = 0; i < 1000; i++) {
            tail.add("line " + i);
        }
        assertThat(tail.lines()).hasSize(20).endsWith("line 999");
    }

    @Test
    void theChildSeesNoSecretsOfTheGateway() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "LC_ALL", "C",
                "CUDA_VISIBLE_DEVICES", "0",
                "OPENAI_API_KEY", "sk-secret",
                "HF_TOKEN", "secret",
                "GANTRY_DB", "postgres://u:p@h",
                "LLAMA_ARG_HOST", "0.0.0.0",
                "PYTHONPATH", "/evil");
        assertThat(ChildEnvironment.of(environment)).containsOnlyKeys("PATH", "LC_ALL", "CUDA_VISIBLE_DEVICES");
    }
}
