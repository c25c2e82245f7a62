package dev.gantry.server.store;

import dev.gantry.server.config.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One server's hold on its data folder: an operating system lock on `gantry.lock`, which ends with the
/// process however that ends, so that what a dead one left behind is no obstacle. The file says who holds it,
/// in two lines: the process id and, once [#publishUrl] was called, the URL.
public final class DataFolderLock implements AutoCloseable {
    private static final int MAX_CONTENT_BYTES = 4_096;

    /// The files that this process holds. A POSIX lock is lost as soon as its process closes any descriptor of
    /// the file, so nobody here may open a held file again to look.
    private static final Map<Path, RunningServer> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolderLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes the folder, or fails with a [StartupException] that names the process that has it.
    public static DataFolderLock acquire(DataFolder folder) {
        Path file = folder.lockFile();
        RunningServer self = new RunningServer(ProcessHandle.current().pid(), null);
        @Nullable RunningServer holder = HELD.putIfAbsent(file, self);
        if (holder != null) {
            throw taken(folder, holder);
        }
        try {
            return lock(folder, self);
        } catch (RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    /// Tells the commands that share the folder where this server listens.
    public void publishUrl(URI url) {
        RunningServer self = new RunningServer(ProcessHandle.current().pid(), url);
        HELD.put(file, self);
        try {
            write(self);
        } catch (IOException e) {
            throw new StoreException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
            lock.release();
        } catch (IOException e) {
            throw new StoreException("cannot release " + file, e);
        } finally {
            HELD.remove(file);
        }
    }

    /// The live process that holds the file; empty when there is none, whatever the file says.
    static Optional<RunningServer> holder(Path file) {
        @Nullable RunningServer self = HELD.get(file);
        if (self != null) {
            return Optional.of(self);
        }
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            return lock == null ? Optional.of(read(channel)) : Optional.empty();
        } catch (IOException e) {
            throw new StoreException("cannot read " + file, e);
        }
    }

    private static DataFolderLock lock(DataFolder folder, RunningServer self) {
        Path file = folder.lockFile();
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                return lock(folder, channel, self);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("The data folder's lock " + file + " cannot be taken: " + e.getMessage(), e);
        }
    }

    private static DataFolderLock lock(DataFolder folder, FileChannel channel, RunningServer self) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw taken(folder, read(channel));
        }
        DataFolderLock held = new DataFolderLock(folder.lockFile(), channel, lock);
        held.write(self);
        return held;
    }

    private static StartupException taken(DataFolder folder, RunningServer holder) {
        return new StartupException("Another Gantry server (" + holder.description() + ") already uses the data folder "
                + folder.path() + ". Stop it, or choose another folder with --data-dir DIR.");
    }

    private void write(RunningServer self) throws IOException {
        String content = self.pid() + "\n" + (self.url() == null ? "" : self.url()) + "\n";
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
    }

    private static RunningServer read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_CONTENT_BYTES);
        channel.read(content, 0);
        String[] lines =
                StandardCharsets.UTF_8.decode(content.flip()).toString().split("\n", -1);
        return new RunningServer(parsePid(lines[0]), lines.length > 1 ? parseUrl(lines[1]) : null);
    }

    private static long parsePid(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static @Nullable URI parseUrl(String text) {
        try {
            return text.isEmpty() ? null : new URI(text);
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
