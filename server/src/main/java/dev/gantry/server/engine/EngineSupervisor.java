package dev.gantry.server.engine;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one engine running: launches it, waits until it answers, watches it, and launches it again when it ends.
/// Whatever happens to the engine, this process lives. Thread-safe.
///
/// All work happens on one platform thread, which lives from {@link #start} to {@link #close}: a child that was spawned
/// by a thread may die with that thread.
public final class EngineSupervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSupervisor.class);
    private static final Duration LOADING_POLL = Duration.ofMillis(50);
    private static final int KEY_BYTES = 24;

    private final EngineSource source;
    private final EngineTimeouts timeouts;
    private final EngineLauncher launcher;
    private final EngineScripts scripts;
    private final EngineLog log;
    private final EngineClock clock;
    private final EngineStates states = new EngineStates();
    private final RestartPolicy restartPolicy = new RestartPolicy();
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread;
    private volatile @Nullable LocalModel model;

    /// Makes a supervisor that has not begun.
    ///
    /// @param source asked for program and weights on the supervisor's thread, again each minute while it fails
    public EngineSupervisor(EngineSource source, EngineSettings settings) {
        this(
                source,
                settings,
                new ProgramLauncher(settings, new EngineScripts(new CacheFolder(settings.cacheDir()).scripts())),
                EngineClock.SYSTEM);
    }

    EngineSupervisor(EngineSource source, EngineSettings settings, EngineLauncher launcher, EngineClock clock) {
        this.source = source;
        this.timeouts = settings.timeouts();
        this.launcher = launcher;
        this.scripts = new EngineScripts(new CacheFolder(settings.cacheDir()).scripts());
        this.log = new EngineLog(settings.logFile());
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("engine-supervisor").unstarted(this::run);
    }

    /// Begins in the background. Later calls do nothing.
    public void start() {
        if (started.compareAndSet(false, true)) {
            states.enter(new EngineState.Provisioning());
            thread.start();
        }
    }

    public EngineState state() {
        return states.current();
    }

    /// Blocks until the engine answers.
    ///
    /// @throws EngineUnavailableException when it is broken or stopped, or not ready in time
    public void awaitReady(Duration timeout) throws EngineUnavailableException, InterruptedException {
        states.awaitReady(timeout);
    }

    /// Where the engine answers now; empty while it does not.
    public Optional<EngineEndpoint> endpoint() {
        return states.current() instanceof EngineState.Ready ready ? Optional.of(ready.endpoint()) : Optional.empty();
    }

    /// The model it serves; empty until it is provisioned.
    public Optional<LocalModel> model() {
        return Optional.ofNullable(model);
    }

    /// How often a child was launched after the first.
    public long restarts() {
        return restarts.get();
    }

    /// Told each new state, in order, on the supervisor's thread: it must return soon. States from before the call are
    /// not repeated, and {@link #awaitReady} may return a moment before the listeners are told.
    public void addListener(Consumer<EngineState> listener) {
        states.addListener(listener);
    }

    /// Ends the engine; returns when no process of it is left, at the latest after about twice the stop timeout.
    @Override
    public void close() {
        thread.interrupt();
        if (started.compareAndSet(false, true)) {
            states.enter(new EngineState.Stopped());
        } else {
            joinUninterruptibly();
        }
        log.close();
    }

    private void joinUninterruptibly() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (HealthCheck health = new HealthCheck(timeouts.health())) {
            ProvisionedEngine engine = provision();
            model = engine.model();
            while (true) {
                Ending ending = runChild(engine, health);
                pauseAfter(ending);
                restarts.incrementAndGet();
            }
        } catch (InterruptedException e) {
            LOG.debug("engine supervisor closed");
        } catch (RuntimeException e) {
            LOG.error("engine supervisor failed; the engine stays off", e);
        } finally {
            states.enter(new EngineState.Stopped());
        }
    }

    private ProvisionedEngine provision() throws InterruptedException {
        while (true) {
            try {
                return source.provide();
            } catch (ProvisioningException e) {
                LOG.warn(
                        "engine not available, next try in {} s: {}",
                        RestartPolicy.BROKEN_RETRY.toSeconds(),
                        e.getMessage());
                states.enter(new EngineState.Broken(String.valueOf(e.getMessage()), List.of()));
                clock.pause(RestartPolicy.BROKEN_RETRY);
                states.enter(new EngineState.Provisioning());
            }
        }
    }

    private void pauseAfter(Ending ending) throws InterruptedException {
        switch (restartPolicy.ended(ending.served(), clock.nanoTime())) {
            case RestartDecision.Restart(Duration delay, int attempt) -> {
                LOG.warn("engine ended: {}; restart {} in {} ms", ending.reason(), attempt, delay.toMillis());
                states.enter(new EngineState.Restarting(ending.reason(), ending.lastStderr(), attempt));
                clock.pause(delay);
            }
            case RestartDecision.Break(Duration retryAfter) -> {
                LOG.error("engine ended too often: {}; next try in {} s", ending.reason(), retryAfter.toSeconds());
                ending.lastStderr().forEach(line -> LOG.error("engine: {}", line));
                states.enter(new EngineState.Broken(ending.reason(), ending.lastStderr()));
                clock.pause(retryAfter);
            }
        }
    }

    /// Launches one child and stays until it has ended or was ended.
    private Ending runChild(ProvisionedEngine engine, HealthCheck health) throws InterruptedException {
        states.enter(new EngineState.Starting());
        String apiKey = newApiKey();
        try (EngineChild child =
                EngineChild.launch(launcher.command(engine, apiKey), scripts.file("guard.sh"), log, timeouts.stop())) {
            Optional<URI> address = awaitHealthy(child, health);
            if (address.isEmpty()) {
                return ending(
                        child, "it was not ready within " + timeouts.start().toSeconds() + " s", Duration.ZERO);
            }
            long readyNanos = clock.nanoTime();
            EngineEndpoint endpoint = new EngineEndpoint(address.get().resolve("/v1"), apiKey);
            LOG.info("engine ready at {}", endpoint.baseUrl());
            states.enter(new EngineState.Ready(endpoint, clock.instant()));
            awaitTrouble(child, health, address.get());
            return ending(child, "it did not answer its health check", Duration.ofNanos(clock.nanoTime() - readyNanos));
        } catch (IOException e) {
            return new Ending("it could not be launched: " + e.getMessage(), List.of(), Duration.ZERO);
        }
    }

    private Optional<URI> awaitHealthy(EngineChild child, HealthCheck health) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeouts.start().toNanos();
        Optional<URI> address = child.awaitAddress(timeouts.start());
        while (address.isPresent() && System.nanoTime() < deadlineNanos) {
            if (health.passes(address.get())) {
                return address;
            }
            if (child.awaitEnd(LOADING_POLL).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Returns when the child has ended, or has passed no health check for too long.
    private void awaitTrouble(EngineChild child, HealthCheck health, URI address) throws InterruptedException {
        long lastPassedNanos = System.nanoTime();
        while (child.awaitEnd(timeouts.healthInterval()).isEmpty()) {
            if (health.passes(address)) {
                lastPassedNanos = System.nanoTime();
            } else if (System.nanoTime() - lastPassedNanos
                    >= timeouts.unresponsive().toNanos()) {
                return;
            }
        }
    }

    private static Ending ending(EngineChild child, String reasonWhileAlive, Duration served)
            throws InterruptedException {
        String reason = child.awaitEnd(Duration.ZERO).orElse(reasonWhileAlive);
        return new Ending(reason, child.lastStderr(), served);
    }

    private static String newApiKey() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// How a child ended.
    ///
    /// @param served how long it had answered
    private record Ending(String reason, List<String> lastStderr, Duration served) {}
}
