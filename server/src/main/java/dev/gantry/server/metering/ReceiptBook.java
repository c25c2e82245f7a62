package dev.gantry.server.metering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/// The receipts of requests that ended, in memory, bounded in count and age. Thread-safe.
public final class ReceiptBook {
    private final Cache<String, Receipt> receipts;

    public ReceiptBook(int maxReceipts, Duration maxAge) {
        this.receipts = Caffeine.newBuilder()
                .maximumSize(maxReceipts)
                .expireAfterWrite(maxAge)
                .build();
    }

    void put(Receipt receipt) {
        receipts.put(receipt.requestId(), receipt);
    }

    /// The receipt of a request that this key made; another key's request is as unknown as one that never was.
    public Optional<Receipt> find(String requestId, String keyId) {
        return Optional.ofNullable(receipts.getIfPresent(requestId))
                .filter(receipt -> receipt.keyId().equals(keyId));
    }
}
