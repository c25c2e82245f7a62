package dev.gantry.server.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The outcome of a short command, run to its end. Immutable.
///
/// @param exitCode 0..255; 128 and a signal's number when a signal ended it
/// @param output what it wrote to both its outputs, at most 1 MiB
record ToolRun(int exitCode, String output) {
    private static final int MAX_OUTPUT_BYTES = 1 << 20;

    boolean succeeded() {
        return exitCode == 0;
    }

    /// Runs a command without input.
    ///
    /// @throws IOException when it cannot be started, or has not ended in time (it is killed then)
    static ToolRun of(List<String> command, Duration timeout) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        try {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> readInto(process, output));
            String text = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " did not end within " + timeout.toSeconds() + " s");
            }
            return new ToolRun(process.exitValue(), text);
        } catch (TimeoutException e) {
            throw new IOException(command.getFirst() + " did not end within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the output of " + command.getFirst() + " could not be read", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void readInto(Process process, CompletableFuture<String> output) {
        try (InputStream in = process.getInputStream()) {
            String text = new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            output.complete(text);
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }
}
