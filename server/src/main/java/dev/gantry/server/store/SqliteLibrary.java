package dev.gantry.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// The driver's native library, kept in the data folder. The driver by itself unpacks it into the temporary
/// folder at each start, verifies it, and leaves it there when the process is killed.
final class SqliteLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

    private SqliteLibrary() {}

    /// Points the driver at the kept library, after unpacking it once for each version of the driver. Where
    /// that fails, the driver goes its own way, and also in a folder where somebody else could have put a
    /// library for us to run.
    static void install(DataFolder folder) {
        String version = SQLiteJDBCLoader.getVersion() + "-" + System.getProperty("os.arch");
        Path directory = folder.path().resolve("native").resolve("sqlite-" + version);
        String name = LibraryLoaderUtil.getNativeLibName();
        try {
            if (!folder.isPrivate()) {
                return;
            }
            if (!Files.exists(directory.resolve(name))) {
                unpack(name, directory);
            }
            System.setProperty("org.sqlite.lib.path", directory.toString());
            System.setProperty("org.sqlite.lib.name", name);
        } catch (IOException e) {
            LOG.debug("The SQLite library stays in the temporary folder", e);
        }
    }

    private static void unpack(String name, Path directory) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, name, ".part");
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new IOException("the driver has no library for this platform: " + resource);
            }
            writeThrough(library, part);
            Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Onto the disk itself before the file gets its name: loading a library whose end a power cut took away
    /// kills the process.
    private static void writeThrough(InputStream library, Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            library.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }
}
