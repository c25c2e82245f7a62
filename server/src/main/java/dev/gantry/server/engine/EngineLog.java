package dev.gantry.server.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log file of the engine: at most 1 MiB, and one older file (`.1`) of that size. Thread-safe. A file that cannot
/// be written costs the log, never the engine.
final class EngineLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLog.class);
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final long maxBytes;
    private @Nullable OutputStream out;
    private long written;
    private boolean failed;

    EngineLog(Path file) {
        this(file, MAX_BYTES);
    }

    EngineLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    synchronized void write(String line) {
        if (failed) {
            return;
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            OutputStream target = target(bytes.length);
            target.write(bytes);
            written += bytes.length;
        } catch (IOException e) {
            failed = true;
            LOG.warn("engine log {} cannot be written: {}", file, e.toString());
        }
    }

    private OutputStream target(int nextBytes) throws IOException {
        if (out != null && written + nextBytes > maxBytes) {
            out.close();
            out = null;
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (out == null) {
            Files.createDirectories(CacheFolder.parentOf(file.toAbsolutePath()));
            out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            written = Files.size(file);
        }
        return out;
    }

    @Override
    public synchronized void close() {
        failed = true;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.warn("engine log {} cannot be closed: {}", file, e.toString());
            }
        }
    }
}
