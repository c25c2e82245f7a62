package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KeyDirectoryTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();

    @Test
    void knowsTheKeysThatWereThereBefore() {
        StoredKey key = StoredKeys.live("a", "1");
        store.insert(key);

        try (KeyDirectory directory = KeyDirectory.open(store)) {
            assertThat(directory.find(ApiKeyHash.of("1"))).contains(key);
            assertThat(directory.find(ApiKeyHash.of("2"))).isEmpty();
        }
    }

    @Test
    void followsChangesWithinASecond() {
        try (KeyDirectory directory = KeyDirectory.open(store)) {
            store.insert(StoredKeys.live("a", "1"));
            Await.within(A_SECOND, () -> isLive(directory, "1"));

            store.revoke("key_a", Instant.EPOCH);
            Await.within(A_SECOND, () -> !isLive(directory, "1"));
        }
    }

    @Test
    void keepsWhatItKnowsWhileTheStoreFails() {
        store.insert(StoredKeys.live("a", "1"));
        try (KeyDirectory directory = KeyDirectory.open(store);
                LogCapture log = new LogCapture()) {
            store.fail(true);
            Await.within(PATIENCE, () -> store.failures() >= 3);
            assertThat(isLive(directory, "1")).isTrue();
            assertThat(directory.isCurrent()).isFalse();
            assertThat(log.warnings()).isEqualTo(1);

            store.fail(false);
            store.insert(StoredKeys.live("b", "2"));
            Await.within(PATIENCE, () -> isLive(directory, "2") && directory.isCurrent());

            int failures = store.failures();
            store.fail(true);
            Await.within(PATIENCE, () -> store.failures() >= failures + 2);
            assertThat(log.warnings()).isEqualTo(2);
        }
    }

    @Test
    void doesNotOpenOnAStoreThatFails() {
        store.fail(true);

        assertThatThrownBy(() -> KeyDirectory.open(store)).hasMessage("told to fail");
    }

    @Test
    void leavesTheStoreAloneOnceClosed() {
        KeyDirectory directory = KeyDirectory.open(store);
        directory.close();
        store.fail(true);
        directory.close();

        assertThat(store.failures()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("key-directory"));
    }

    private static boolean isLive(KeyDirectory directory, String secret) {
        return directory
                .find(ApiKeyHash.of(secret))
                .filter(key -> key.status(Instant.now()) == KeyStatus.ACTIVE)
                .isPresent();
    }

    private static final class LogCapture implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(KeyDirectory.class);
        private final ListAppender<ILoggingEvent> events = new ListAppender<>();

        LogCapture() {
            events.start();
            logger.addAppender(events);
        }

        long warnings() {
            return events.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .count();
        }

        @Override
        public void close() {
            logger.detachAppender(events);
        }
    }
}
