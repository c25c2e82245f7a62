package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Remembers beside a file which checksum it had at which size and time of change, so that gigabytes are not hashed at
/// each start. Immutable.
record VerifiedStamp(Path file, Path stamp) {
    static VerifiedStamp of(Path file) {
        return new VerifiedStamp(file, file.resolveSibling(file.getFileName() + ".verified"));
    }

    /// Whether the file still is the one with that checksum; hashes it when the stamp does not say so.
    boolean confirms(String sha256) throws IOException {
        if (Files.exists(stamp) && Files.readString(stamp).equals(content(sha256))) {
            return true;
        }
        if (!Sha256.ofFile(file).equals(sha256)) {
            return false;
        }
        write(sha256);
        return true;
    }

    void write(String sha256) throws IOException {
        Files.writeString(stamp, content(sha256));
    }

    private String content(String sha256) throws IOException {
        return sha256 + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + "\n";
    }
}
