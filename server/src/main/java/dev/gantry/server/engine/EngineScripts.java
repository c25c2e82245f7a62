package dev.gantry.server.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// The scripts of this jar, as files that other programs can read. Thread-safe.
final class EngineScripts {
    private final Path folder;

    EngineScripts(Path folder) {
        this.folder = folder;
    }

    /// The file with the content of the resource. Its name holds its checksum, so that versions of the gateway can
    /// share a cache.
    Path file(String resource) throws IOException {
        byte[] content = load(resource);
        Path target = folder.resolve(Sha256.ofBytes(content).substring(0, 12) + "-" + resource);
        if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), content)) {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "new", ".part");
            Files.write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static byte[] load(String resource) throws IOException {
        try (InputStream in = EngineScripts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("resource " + resource);
            }
            return in.readAllBytes();
        }
    }
}
