package dev.gantry.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The current state, which many threads read and wait for, and one thread changes. Thread-safe.
final class EngineStates {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Consumer<EngineState>> listeners = new CopyOnWriteArrayList<>();
    private volatile EngineState current = new EngineState.Stopped();
    private boolean started;

    EngineState current() {
        return current;
    }

    void addListener(Consumer<EngineState> listener) {
        listeners.add(listener);
    }

    void enter(EngineState state) {
        lock.lock();
        try {
            started = true;
            current = state;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(listener -> listener.accept(state));
    }

    void awaitReady(Duration timeout) throws EngineUnavailableException, InterruptedException {
        long leftNanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isReady()) {
                if (leftNanos <= 0) {
                    throw new EngineUnavailableException(
                            "The engine was not ready within " + timeout.toMillis() + " ms.");
                }
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady() throws EngineUnavailableException {
        return switch (current) {
            case EngineState.Ready _ -> true;
            case EngineState.Provisioning _, EngineState.Starting _, EngineState.Restarting _ -> false;
            case EngineState.Broken broken -> throw new EngineUnavailableException(describe(broken));
            case EngineState.Stopped _ -> {
                if (started) {
                    throw new EngineUnavailableException("The engine is stopped.");
                }
                yield false;
            }
        };
    }

    /// A reason that is a sentence of its own comes from provisioning and says all there is to say.
    private static String describe(EngineState.Broken broken) {
        if (broken.reason().endsWith(".")) {
            return broken.reason();
        }
        String lastLine = broken.lastStderr().isEmpty()
                ? ""
                : " Its last words: " + broken.lastStderr().getLast();
        return "The engine does not run: " + broken.reason() + "." + lastLine;
    }
}
