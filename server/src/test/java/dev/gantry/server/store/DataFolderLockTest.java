package dev.gantry.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.config.StartupException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DataFolderLockTest {
    private static final URI URL = URI.create("http://127.0.0.1:8080");
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    private DataFolder folder;
    private @Nullable Process other;

    @BeforeEach
    void openFolder() {
        folder = DataFolder.open(directory);
    }

    @AfterEach
    void endOther() {
        if (other != null) {
            other.destroyForcibly();
        }
    }

    @Test
    void tellsWhoRuns() {
        assertThat(folder.runningServer()).isEmpty();
        try (DataFolderLock lock = DataFolderLock.acquire(folder)) {
            assertThat(folder.runningServer()).contains(new RunningServer(SELF, null));

            lock.publishUrl(URL);
            assertThat(folder.runningServer()).contains(new RunningServer(SELF, URL));
            assertThat(directory.resolve("gantry.lock")).hasContent(SELF + "\n" + URL + "\n");
        }
        assertThat(folder.runningServer()).isEmpty();
    }

    @Test
    void refusesASecondServerOfTheSameProcess() {
        try (DataFolderLock lock = DataFolderLock.acquire(folder)) {
            lock.publishUrl(URL);
            refusesNaming(SELF);
        }
        DataFolderLock.acquire(folder).close();
    }

    @Test
    void refusesASecondServerOfAnotherProcess() throws Exception {
        Process process = startOther();

        assertThat(folder.runningServer()).contains(new RunningServer(process.pid(), URL));
        refusesNaming(process.pid());

        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.runningServer()).isEmpty();
    }

    @Test
    void isFreeOnceItsHolderWasKilled() throws Exception {
        Process process = startOther();
        process.destroyForcibly().waitFor();

        assertThat(directory.resolve("gantry.lock")).content().contains(URL.toString());
        assertThat(folder.runningServer()).isEmpty();
        DataFolderLock.acquire(folder).close();
    }

    @Test
    void isNotLostWhenItsHolderLooks() throws Exception {
        try (DataFolderLock _ = DataFolderLock.acquire(folder)) {
            folder.runningServer();
            refusesNaming(SELF);

            Process process = launchOther();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                    .contains("process " + SELF + ", still starting");
        }
    }

    @Test
    void holdsItsFolderUnderEveryNameOfIt() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (DataFolderLock _ = DataFolderLock.acquire(folder)) {
            assertThatThrownBy(() -> DataFolderLock.acquire(DataFolder.open(link)))
                    .isInstanceOf(StartupException.class);
        }
    }

    @Test
    void isNotStoppedByAForeignFile() throws Exception {
        Files.write(directory.resolve("gantry.lock"), new byte[] {(byte) 0xff, 0, '\n', 'h', 't', 't', 'p', ' ', '\n'});

        assertThat(folder.runningServer()).isEmpty();
        DataFolderLock.acquire(folder).close();
    }

    @Test
    void failsWithASentenceWhereTheFileCannotBe() throws Exception {
        Files.createDirectory(directory.resolve("gantry.lock"));

        assertThatThrownBy(() -> DataFolderLock.acquire(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("gantry.lock cannot be taken");
    }

    private void refusesNaming(long pid) {
        assertThatThrownBy(() -> DataFolderLock.acquire(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("process " + pid, directory.toString(), "--data-dir");
    }

    private Process startOther() throws IOException {
        Process process = launchOther();
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        return process;
    }

    private Process launchOther() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory.toString(),
                        URL.toString())
                .start();
        other = process;
        return process;
    }
}
