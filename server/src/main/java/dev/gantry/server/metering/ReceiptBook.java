package dev.gantry.server.metering;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The receipts of requests that ended, in memory, bounded in count: a new one takes the place of the oldest, in a
/// ring.
/// A receipt that is too old is not found any more. Thread-safe; never blocks, and wakes no other thread, because
/// every request passes here.
public final class ReceiptBook {
    private record Entry(Receipt receipt, long putNanos) {}

    private final long maxAgeNanos;
    private final LongSupplier nanoClock;
    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final AtomicLong puts = new AtomicLong();
    private final ConcurrentMap<String, Entry> byId = new ConcurrentHashMap<>();

    /// @param maxReceipts 0 keeps none
    public ReceiptBook(int maxReceipts, Duration maxAge) {
        this(maxReceipts, maxAge, System::nanoTime);
    }

    ReceiptBook(int maxReceipts, Duration maxAge, LongSupplier nanoClock) {
        this.maxAgeNanos = maxAge.toNanos();
        this.nanoClock = nanoClock;
        this.ring = new AtomicReferenceArray<>(maxReceipts);
    }

    void put(Receipt receipt) {
        if (ring.length() == 0) {
            return;
        }
        Entry entry = new Entry(receipt, nanoClock.getAsLong());
        byId.put(receipt.requestId(), entry);
        Entry oldest = ring.getAndSet((int) (puts.getAndIncrement() % ring.length()), entry);
        if (oldest != null) {
            byId.remove(oldest.receipt().requestId(), oldest);
        }
    }

    /// The receipt of a request that this key made; another key's request is as unknown as one that never was.
    public Optional<Receipt> find(String requestId, String keyId) {
        return Optional.ofNullable(byId.get(requestId))
                .filter(entry -> nanoClock.getAsLong() - entry.putNanos() < maxAgeNanos)
                .map(Entry::receipt)
                .filter(receipt -> receipt.keyId().equals(keyId));
    }
}
