package dev.gantry.server.store;

import dev.gantry.server.config.StartupException;
import dev.gantry.server.config.UserFolders;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one folder that holds a server's state: keys, their database, the lock. Private to its owner (0700).
/// Immutable; the folder existed and could be written when this was made.
public final class DataFolder {
    private static final String VARIABLE = "GANTRY_DATA_DIR";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /// Where the folder is: the option, else `$GANTRY_DATA_DIR`, else `gantry` in the user's XDG data folder.
    ///
    /// @param option the value of `--data-dir`
    public static Path locate(@Nullable Path option, Map<String, String> environment) {
        UserFolders folders = UserFolders.of(environment);
        Path chosen = option == null ? fromVariable(environment).orElse(folders.data()) : option;
        return folders.expand(chosen).toAbsolutePath().normalize();
    }

    /// Makes the folder where it is missing, and proves that it can be written. Blocking; fails with a
    /// [StartupException].
    public static DataFolder open(Path path) {
        try {
            createDirectories(path);
            writeProbe(path);
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            throw new StartupException(
                    "The data folder " + path + " cannot be used: " + reason(e)
                            + ". Choose another one with --data-dir DIR.",
                    e);
        }
    }

    /// The folder, where it exists already and holds a database; makes nothing. Fails like [#open] where the
    /// path is something else.
    public static Optional<DataFolder> find(Path path) {
        return Files.exists(path)
                ? Optional.of(open(path)).filter(folder -> Files.exists(folder.database()))
                : Optional.empty();
    }

    /// Absolute, with links resolved, so that one folder has one name.
    public Path path() {
        return path;
    }

    /// The SQLite database.
    public Path database() {
        return path.resolve("gantry.db");
    }

    /// The server that holds this folder now, if one does.
    public Optional<RunningServer> runningServer() {
        return DataFolderLock.holder(lockFile());
    }

    /// Whether nobody but this user and root can have put anything into it.
    boolean isPrivate() throws IOException {
        return Files.getOwner(path).getName().equals(System.getProperty("user.name"))
                && Collections.disjoint(Files.getPosixFilePermissions(path), WRITABLE_BY_OTHERS);
    }

    Path lockFile() {
        return path.resolve("gantry.lock");
    }

    private static Optional<Path> fromVariable(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static void createDirectories(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, OWNER_ONLY);
        }
    }

    private static void writeProbe(Path path) throws IOException {
        Path probe = Files.createTempFile(path, ".writable", "");
        try {
            Files.write(probe, new byte[1]);
        } finally {
            Files.delete(probe);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " may not be written by this user";
            case FileAlreadyExistsException occupied -> occupied.getFile() + " is not a folder";
            case NotDirectoryException occupied -> occupied.getFile() + " is not a folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
