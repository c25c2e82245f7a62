package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Remembers beside a file which checksum it had at which size and time of change, so that gigabytes are not hashed at
/// each start. Immutable.
///
/// @param file what is remembered
/// @param stamp where: `NAME.verified`, one line of checksum, bytes and milliseconds
record VerifiedStamp(Path file, Path stamp) {
    static VerifiedStamp of(Path file) {
        return new VerifiedStamp(file, file.resolveSibling(file.getFileName() + ".verified"));
    }

    /// Whether a model is in the cache and whole. A damaged one is deleted, and that is said.
    ///
    /// @param sha256 what it must be; null: what it was when it was downloaded
    static boolean hasIntact(Path model, @Nullable String sha256, Progress progress) throws ProvisioningException {
        try {
            if (!Files.exists(model)) {
                return false;
            }
            VerifiedStamp stamp = of(model);
            if (sha256 == null ? stamp.isIntact() : stamp.confirms(sha256)) {
                return true;
            }
            progress.say("The cached model " + model + " is corrupt: it has another checksum than it should have."
                    + " It is fetched again.");
            Files.delete(model);
            return false;
        } catch (IOException e) {
            throw new ProvisioningException("The cached model " + model + " cannot be read (" + e + ").", e);
        }
    }

    /// Whether the file still has the checksum it once had; true when none is known.
    boolean isIntact() throws IOException {
        if (!Files.exists(stamp)) {
            return true;
        }
        String remembered = Files.readString(stamp);
        return confirms(remembered.substring(0, Math.max(0, remembered.indexOf(' '))));
    }

    /// Whether the file is the one with that checksum; hashes it when the stamp does not say so.
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
