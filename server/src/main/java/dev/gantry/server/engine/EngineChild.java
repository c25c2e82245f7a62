package dev.gantry.server.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One launched engine, behind `guard.sh`, which ends it when this process is gone. It runs in a session of its own, so
/// that Ctrl-C in the terminal does not reach it. Thread-safe; to be launched from a thread that lives as long as the
/// process.
final class EngineChild implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("listening.*?(http://127\\.0\\.0\\.1:[1-9]\\d{0,4})(?!\\d)");

    private final Process guard;
    private final Duration stopTimeout;
    private final LineTail stderr = new LineTail();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final List<Thread> readers;

    private EngineChild(Process guard, EngineLog log, Duration stopTimeout) {
        this.guard = guard;
        this.stopTimeout = stopTimeout;
        this.readers = List.of(
                read("engine-stdout", guard.getInputStream(), line -> {
                    log.write(line);
                    findAddress(line);
                }),
                read("engine-stderr", guard.getErrorStream(), line -> {
                    log.write(line);
                    stderr.add(line);
                    findAddress(line);
                }));
    }

    /// Starts the command behind the guard.
    ///
    /// @param guardScript `guard.sh` as a file
    /// @throws IOException when it cannot be started at all
    static EngineChild launch(ChildCommand command, Path guardScript, EngineLog log, Duration stopTimeout)
            throws IOException {
        Map<String, String> environment = ChildEnvironment.of(System.getenv());
        List<String> arguments = new ArrayList<>(ownSession(environment.getOrDefault("PATH", "")));
        arguments.addAll(List.of("sh", guardScript.toString()));
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        return new EngineChild(builder.start(), log, stopTimeout);
    }

    /// A prefix that starts a session without a new process: `setsid` on Linux, Perl on macOS, which lacks it.
    private static List<String> ownSession(String path) {
        ExecutablePath executables = new ExecutablePath(path);
        return executables
                .find("setsid")
                .map(setsid -> List.of(setsid.toString()))
                .or(() -> executables
                        .find("perl")
                        .map(perl -> List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV")))
                .orElse(List.of());
    }

    private static Thread read(String name, InputStream output, Consumer<String> lines) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                new OutputLines().readAll(output, lines);
            } catch (IOException e) {
                // the pipe is closed: the child is gone or being stopped
            }
        });
    }

    private void findAddress(String line) {
        if (!address.isDone()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                address.complete(URI.create(listening.group(1)));
            }
        }
    }

    /// The address that it has announced, once it has, within that time; empty when it has ended or not announced one.
    Optional<URI> awaitAddress(Duration timeout) throws InterruptedException {
        try {
            CompletableFuture.anyOf(address, guard.onExit()).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
        return guard.isAlive() ? Optional.ofNullable(address.getNow(null)) : Optional.empty();
    }

    /// Waits at most so long for its end.
    ///
    /// @return how it ended; empty when it still runs
    Optional<String> awaitEnd(Duration timeout) throws InterruptedException {
        return guard.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(ExitCode.describe(guard.exitValue()))
                : Optional.empty();
    }

    /// Its last lines on standard error, at most 20. After its end all of them have arrived.
    List<String> lastStderr() throws InterruptedException {
        if (!guard.isAlive()) {
            for (Thread reader : readers) {
                reader.join(stopTimeout);
            }
        }
        return stderr.lines();
    }

    long pid() {
        return guard.pid();
    }

    /// Ends it: closes its input, upon which the guard sends SIGTERM, waits for the stop timeout, then kills. Returns
    /// when nothing of it is left. An interrupt makes it kill at once.
    @Override
    public void close() {
        List<ProcessHandle> tree =
                Stream.concat(guard.descendants(), Stream.of(guard.toHandle())).toList();
        try {
            guard.getOutputStream().close();
            guard.waitFor(stopTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            // it is gone already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, stopTimeout.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }
}
