package dev.gantry.testing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

/// The gates of one fake by name; each opens once and stays open. Thread-safe.
final class Gates {
    private final ConcurrentMap<String, CountDownLatch> latches = new ConcurrentHashMap<>();

    void open(String name) {
        latch(name).countDown();
    }

    CountDownLatch latch(String name) {
        return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }
}
