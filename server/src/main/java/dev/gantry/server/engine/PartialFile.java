package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A download that is not complete: `NAME.part`, beside it in `NAME.part.expected` what it will be. Confined to one
/// thread.
final class PartialFile {
    private final Path part;
    private final Path expectation;
    private final String name;

    private PartialFile(Path part, Path expectation, String name) {
        this.part = part;
        this.expectation = expectation;
        this.name = name;
    }

    static PartialFile of(Path target) {
        String name = String.valueOf(target.getFileName());
        return new PartialFile(
                target.resolveSibling(name + ".part"), target.resolveSibling(name + ".part.expected"), name);
    }

    Path path() {
        return part;
    }

    String name() {
        return name;
    }

    long sizeBytes() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /// Keeps what is there when it belongs to the same file, else begins anew.
    ///
    /// @return bytes that are there
    long resumeFor(HubFile expected) throws IOException {
        String wanted = expected.sizeBytes() + " " + expected.sha256() + "\n";
        boolean same = expected.sha256() != null
                && Files.exists(expectation)
                && Files.readString(expectation).equals(wanted);
        if (!same || sizeBytes() > expected.sizeBytes()) {
            Files.createDirectories(CacheFolder.parentOf(part));
            discard();
            Files.writeString(expectation, wanted);
        }
        return sizeBytes();
    }

    void discard() throws IOException {
        Files.deleteIfExists(part);
    }

    /// Checks the bytes and moves them to their place.
    ///
    /// @throws ProvisioningException when they are not the promised ones; they are deleted then
    void finish(HubFile expected, Path target) throws IOException, ProvisioningException {
        if (expected.sha256() != null && !Sha256.ofFile(part).equals(expected.sha256())) {
            discard();
            throw new ProvisioningException(
                    "The download of " + name + " has the wrong checksum and was thrown away; run the command again.");
        }
        CacheFolder.publish(part, target);
        Files.deleteIfExists(expectation);
        if (expected.sha256() != null) {
            VerifiedStamp.of(target).write(expected.sha256());
        }
    }
}
