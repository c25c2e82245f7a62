package dev.gantry.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.config.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path directory;

    @Test
    void takesTheOptionBeforeEverything() {
        Map<String, String> environment = Map.of("GANTRY_DATA_DIR", "/b", "XDG_DATA_HOME", "/c", "HOME", "/d");

        assertThat(DataFolder.locate(Path.of("/a"), environment)).isEqualTo(Path.of("/a"));
    }

    @Test
    void takesTheVariablesInTheirOrder() {
        assertThat(locate(Map.of("GANTRY_DATA_DIR", "/b", "XDG_DATA_HOME", "/c", "HOME", "/d")))
                .isEqualTo("/b");
        assertThat(locate(Map.of("GANTRY_DATA_DIR", "", "XDG_DATA_HOME", "/c", "HOME", "/d")))
                .isEqualTo("/c/gantry");
        assertThat(locate(Map.of("XDG_DATA_HOME", "", "HOME", "/d"))).isEqualTo("/d/.local/share/gantry");
        assertThat(locate(Map.of("XDG_DATA_HOME", "relative", "HOME", "/d"))).isEqualTo("/d/.local/share/gantry");
        assertThat(locate(Map.of())).isEqualTo(System.getProperty("user.home") + "/.local/share/gantry");
    }

    @Test
    void expandsTheHomeFolder() {
        assertThat(locate(Map.of("GANTRY_DATA_DIR", "~/x", "HOME", "/d"))).isEqualTo("/d/x");
    }

    @Test
    void makesARelativePathAbsolute() {
        assertThat(DataFolder.locate(Path.of("x/../data"), Map.of()))
                .isAbsolute()
                .hasFileName("data");
    }

    @Test
    void makesAPrivateFolder() throws Exception {
        Path path = directory.resolve("a/b");
        DataFolder.open(path);

        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(path).isEmptyDirectory();
    }

    @Test
    void followsALinkToAFolder() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        assertThat(DataFolder.open(link).path()).isEqualTo(real.toRealPath());
    }

    @Test
    void refusesAFileInItsPlace() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "mine");

        refuses(file, file + " is not a folder");
        assertThat(file).hasContent("mine");
    }

    @Test
    void refusesAPathThroughAFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        refuses(file.resolve("a/b"), "cannot be used");
    }

    @Test
    void refusesALinkToNowhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));

        refuses(link, "cannot be used");
    }

    @Test
    void refusesANameTooLongForTheFileSystem() {
        refuses(directory.resolve("x".repeat(300)), "File name too long");
    }

    @Test
    void findsOnlyAFolderWithADatabase() throws Exception {
        Path missing = directory.resolve("missing");

        assertThat(DataFolder.find(missing)).isEmpty();
        assertThat(DataFolder.find(directory)).isEmpty();
        assertThat(missing).doesNotExist();

        SqlStore.open(DataFolder.open(directory)).close();
        assertThat(DataFolder.find(directory)).isPresent();
    }

    private static String locate(Map<String, String> environment) {
        return DataFolder.locate(null, environment).toString();
    }

    private static void refuses(Path path, String why) {
        assertThatThrownBy(() -> DataFolder.open(path))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("The data folder " + path, why, "--data-dir")
                .message()
                .doesNotContain("\n");
    }
}
