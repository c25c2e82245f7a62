package dev.gantry.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the configuration file once a second and hands on new settings when its content changed. A file
/// that is wrong or gone keeps the old configuration and is reported in one log line, once per content.
/// What cannot change at run time keeps its old value in the new settings, and the log says so.
///
/// {@link #check()} may be called from any thread; the consumer runs on the caller's thread, one call at a
/// time. Closing stops the watch.
public final class ConfigWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final SettingsLoader loader;
    private final Consumer<Settings> consumer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private LoadedSettings running;
    private byte @Nullable [] seen;

    /// @param running the configuration that is in effect, as this loader loaded it
    /// @param consumer gets each new configuration; when it throws a {@link StartupException}, the old one stays
    public ConfigWatcher(SettingsLoader loader, LoadedSettings running, Consumer<Settings> consumer) {
        this.loader = loader;
        this.running = running;
        this.consumer = consumer;
        this.seen = content(loader.configFile());
    }

    /// Starts to watch, on a virtual thread of its own.
    public void start() {
        Thread.ofVirtual().name("config-watcher").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at the file now.
    public synchronized void check() {
        byte[] content = content(loader.configFile());
        if (Arrays.equals(content, seen)) {
            return;
        }
        seen = content;
        if (content == null) {
            LOG.warn("{} is gone or unreadable; the configuration stays as it is", loader.configFile());
            return;
        }
        try {
            apply(loader.load(content));
        } catch (StartupException e) {
            LOG.warn("The configuration stays as it is: {}", e.getMessage());
        }
    }

    private void apply(LoadedSettings loaded) {
        List<String> fixed = loaded.values().fixedChanges(running.values());
        LoadedSettings effective = loader.keepingFixed(loaded, running);
        consumer.accept(effective.settings());
        running = effective;
        LOG.info("New configuration from {}", loader.configFile());
        if (!fixed.isEmpty()) {
            LOG.warn("A restart is needed before these take effect: {}", String.join(", ", fixed));
        }
    }

    private static byte @Nullable [] content(Path file) {
        try {
            return Files.exists(file) ? YamlReader.load(file) : null;
        } catch (StartupException _) {
            return null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
