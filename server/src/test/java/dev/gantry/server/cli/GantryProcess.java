package dev.gantry.server.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A real `gantry` process of the classes under test. Its standard output is read line by line; its standard error
/// goes to a file.
final class GantryProcess implements AutoCloseable {
    private static final long START_LIMIT_SECONDS = 180;

    private final Process process;
    private final Path errors;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch readyOrOver = new CountDownLatch(1);
    private final Thread reader;

    private GantryProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /// @param environment on top of this process's own, which is cleared of provider keys
    static GantryProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("gantry-process", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY") || name.endsWith("_BASE_URL"));
        builder.environment().putAll(environment);
        return new GantryProcess(builder.start(), errors);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                if (line.startsWith("ready ")) {
                    readyOrOver.countDown();
                }
            }
        } catch (IOException closed) {
            // the process is gone: what it printed is all there is
        } finally {
            readyOrOver.countDown();
        }
    }

    /// Blocks until the line `ready URL` and gives the URL.
    String awaitReady() throws InterruptedException {
        if (!readyOrOver.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)
                || !lastLine().startsWith("ready ")) {
            throw new AssertionError("not ready; printed " + output() + "\nand " + errors());
        }
        return lastLine().substring("ready ".length());
    }

    /// Blocks until the process has ended, and gives its exit code.
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; printed " + output() + "\nand " + errors());
        }
        reader.join();
        return process.exitValue();
    }

    void terminate() {
        process.destroy();
    }

    /// The processes that it has started and that still live.
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private String lastLine() {
        List<String> printed = output();
        return printed.isEmpty() ? "" : printed.getLast();
    }

    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
