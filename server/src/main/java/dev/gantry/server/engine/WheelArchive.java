package dev.gantry.server.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A wheel, which is a zip file. Entries that point outside the target, are too many or unpack to too much are refused.
final class WheelArchive {
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_UNPACKED_BYTES = 2L << 30;

    private final Path wheel;

    WheelArchive(Path wheel) {
        this.wheel = wheel;
    }

    /// Unpacks everything.
    ///
    /// @param folder an existing, empty folder
    void extractAll(Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new ZipException("the archive has " + zip.size() + " entries, expected at most " + MAX_ENTRIES);
            }
            long left = MAX_UNPACKED_BYTES;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path target = inside(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(CacheFolder.parentOf(target));
                    left -= copy(zip, entry, target, left);
                }
            }
        }
    }

    /// Unpacks one entry.
    void extract(String entryName, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(entryName);
            if (entry == null) {
                throw new ZipException("the archive has no " + entryName);
            }
            copy(zip, entry, target, MAX_UNPACKED_BYTES);
        }
    }

    private static Path inside(Path folder, String name) throws ZipException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw new ZipException("the archive entry " + name + " points outside its folder");
        }
        return target;
    }

    private static long copy(ZipFile zip, ZipEntry entry, Path target, long maxBytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > maxBytes) {
                    throw new ZipException("the archive unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
        return copied;
    }
}
