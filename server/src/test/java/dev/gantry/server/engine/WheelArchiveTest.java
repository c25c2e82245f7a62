package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelArchiveTest {
    @TempDir
    Path folder;

    @Test
    void unpacksFoldersAndFiles() throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        zip("pkg/", "pkg/__init__.py", "pkg/deep/er.so").extractAll(target);
        assertThat(target.resolve("pkg/deep/er.so")).hasContent("content of pkg/deep/er.so");
        assertThat(target.resolve("pkg/__init__.py")).exists();
    }

    @Test
    void unpacksOneEntry() throws IOException {
        zip("a", "b/c").extract("b/c", folder.resolve("c"));
        assertThat(folder.resolve("c")).hasContent("content of b/c");
    }

    @Test
    void missesAnEntry() throws IOException {
        WheelArchive archive = zip("a");
        assertThatThrownBy(() -> archive.extract("b", folder.resolve("b"))).hasMessageContaining("has no b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "pkg/../../evil", "/evil", "..", "."})
    void refusesEntriesOutsideTheFolder(String name) throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        WheelArchive archive = zip(name);
        assertThatThrownBy(() -> archive.extractAll(target)).isInstanceOf(ZipException.class);
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path file = Files.writeString(folder.resolve("x.whl"), "<html>blocked by the proxy</html>");
        assertThatThrownBy(() -> new WheelArchive(file).extractAll(folder)).isInstanceOf(ZipException.class);
    }

    private WheelArchive zip(String... names) throws IOException {
        Path file = folder.resolve("test.whl");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return new WheelArchive(file);
    }
}
