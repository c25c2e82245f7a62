package dev.gantry.server.metering;

/// Takes the account of each request when it ends: its receipt and its metrics, exactly once. Thread-safe; never
/// blocks.
public final class Meter {
    private final ReceiptBook receipts;
    private final GatewayMetrics metrics;

    public Meter(ReceiptBook receipts, GatewayMetrics metrics) {
        this.receipts = receipts;
        this.metrics = metrics;
    }

    /// Settles a request that ended at this reading of the monotonic clock; a second call changes nothing.
    public void settle(RequestRecord request, long endedNanos) {
        if (request.settleOnce()) {
            receipts.put(request.toReceipt(endedNanos));
            metrics.settled(request, endedNanos);
        }
    }

    public GatewayMetrics metrics() {
        return metrics;
    }
}
