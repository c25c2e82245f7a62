package dev.gantry.server.store;

import dev.gantry.server.auth.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// `cli.key`: the admin key by which the commands of this machine's user talk to the server. Readable by its
/// owner only.
public final class CliKeyFile {
    private static final int MAX_BYTES = 1_024;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    public CliKeyFile(DataFolder folder) {
        this.path = folder.path().resolve("cli.key");
    }

    public Path path() {
        return path;
    }

    /// The key as text; empty where the file is missing, empty or larger than a key can be.
    public Optional<String> read() {
        try {
            if (!Files.exists(path) || Files.size(path) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(path).strip()).filter(secret -> !secret.isEmpty());
        } catch (IOException e) {
            throw new StoreException("cannot read " + path, e);
        }
    }

    /// Replaces the file at once: a reader finds the old key or the new one.
    void write(ApiKey key) {
        try {
            Path part = Files.createTempFile(path.getParent(), "cli.key", ".part", OWNER_ONLY);
            try {
                Files.writeString(part, key.secret() + "\n");
                Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StoreException("cannot write " + path, e);
        }
    }
}
