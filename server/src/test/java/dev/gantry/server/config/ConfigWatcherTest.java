package dev.gantry.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ConfigWatcherTest {
    private final List<Settings> received = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConfigWatcher.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void captureLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void releaseLog() {
        logger.detachAppender(log);
    }

    @Test
    void handsOnNewSettings() throws IOException {
        ConfigWatcher watcher = watch("retired: serve");

        write("retired: refuse");
        watcher.check();
        watcher.check();

        assertThat(received)
                .extracting(settings -> settings.serving().retired())
                .containsExactly(RetiredModels.REFUSE);
    }

    @Test
    void keepsTheOldConfigurationWhenTheFileIsBadAndSaysWhyOnce() throws IOException {
        ConfigWatcher watcher = watch("retired: serve");

        write("retired: never");
        watcher.check();
        watcher.check();

        assertThat(received).isEmpty();
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("stays as it is", "gantry.yaml:1: retired", "'never'");
    }

    @Test
    void recoversFromABadFile() throws IOException {
        ConfigWatcher watcher = watch("retired: serve");

        write("retired: [");
        watcher.check();
        write("shutdown-grace: 1s");
        watcher.check();

        assertThat(received).hasSize(1);
    }

    @Test
    void keepsWhatCannotChangeAndSaysSo() throws IOException {
        ConfigWatcher watcher = watch("listen: {port: 1}");

        write("listen: {port: 2}\nretired: refuse");
        watcher.check();

        assertThat(received).singleElement().satisfies(settings -> {
            assertThat(settings.listen().port()).isEqualTo(1);
            assertThat(settings.serving().retired()).isEqualTo(RetiredModels.REFUSE);
        });
        assertThat(messages()).anySatisfy(line -> assertThat(line).contains("restart", "listen.port"));
    }

    @Test
    void keepsTheConfigurationWhenTheFileIsGone() throws IOException {
        ConfigWatcher watcher = watch("retired: refuse");

        Files.delete(file());
        watcher.check();
        watcher.check();
        write("retired: serve");
        watcher.check();

        assertThat(received).hasSize(1);
        assertThat(messages()).filteredOn(line -> line.contains("gone")).hasSize(1);
    }

    @Test
    void noticesAFileThatAppears() throws IOException {
        SettingsLoader loader = new SettingsLoader(Map.of("GANTRY_DATA_DIR", folder.toString()), Map.of(), null);
        ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), received::add);

        write("retired: refuse");
        watcher.check();

        assertThat(received).hasSize(1);
    }

    @Test
    void keepsTheOldConfigurationWhenTheConsumerRefusesTheNewOne() throws IOException {
        write("retired: serve");
        SettingsLoader loader = new SettingsLoader(Map.of(), Map.of(), file());
        ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), _ -> {
            throw new StartupException("no such provider");
        });

        write("retired: refuse");
        watcher.check();

        assertThat(messages()).singleElement().asString().contains("stays as it is", "no such provider");
    }

    @Test
    void looksByItself() throws Exception {
        write("retired: serve");
        CompletableFuture<Settings> next = new CompletableFuture<>();
        SettingsLoader loader = new SettingsLoader(Map.of(), Map.of(), file());
        try (ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), next::complete)) {
            watcher.start();
            write("retired: refuse");

            assertThat(next.get(20, TimeUnit.SECONDS).serving().retired()).isEqualTo(RetiredModels.REFUSE);
        }
    }

    private ConfigWatcher watch(String yaml) throws IOException {
        write(yaml);
        SettingsLoader loader = new SettingsLoader(Map.of(), Map.of(), file());
        return new ConfigWatcher(loader, loader.load(), received::add);
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file(), yaml);
    }

    private Path file() {
        return folder.resolve("gantry.yaml");
    }
}
