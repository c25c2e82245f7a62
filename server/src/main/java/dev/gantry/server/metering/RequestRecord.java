package dev.gantry.server.metering;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.openai.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one admitted request while it goes on; {@link Meter#settle} takes it when it ends. Holds no
/// content. Confined to the request's event loop until then.
public final class RequestRecord {
    private final String requestId;
    private final String keyId;
    private final Instant receivedAt;
    private final long receivedNanos;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private final List<String> adjustments = new ArrayList<>(0);
    private String modelAsked = "";
    private String model = "";
    private @Nullable String replaced;
    private String provider = "";
    private String upstreamModel = "";
    private boolean streamed;
    private long firstTokenNanos;
    private Usage usage = Usage.NONE;
    private UsageSource usageSource = UsageSource.NONE;
    private List<String> finishReasons = List.of();
    private int status = 200;
    private @Nullable ErrorCode error;
    private boolean clientGone;
    private boolean reachedUpstream;
    private boolean settled;

    public RequestRecord(String requestId, String keyId, Instant receivedAt, long receivedNanos) {
        this.requestId = requestId;
        this.keyId = keyId;
        this.receivedAt = receivedAt;
        this.receivedNanos = receivedNanos;
    }

    /// The model that the client named, and the catalog's model that it means.
    public void routed(String asked, String model, @Nullable String replaced) {
        this.modelAsked = asked;
        this.model = model;
        this.replaced = replaced;
    }

    public void streamed(boolean streamed) {
        this.streamed = streamed;
    }

    public void attempted(Attempt attempt) {
        attempts.add(attempt);
    }

    public void adjusted(List<String> adjustments) {
        this.adjustments.clear();
        this.adjustments.addAll(adjustments);
    }

    /// The deployment whose answer the client gets.
    public void answeredBy(String provider, String upstreamModel) {
        this.provider = provider;
        this.upstreamModel = upstreamModel;
    }

    /// The first content, reasoning or tool call has come; later calls change nothing.
    public void firstToken(long nanos) {
        if (firstTokenNanos == 0) {
            firstTokenNanos = nanos;
        }
    }

    public void used(Usage usage, UsageSource source) {
        this.usage = usage;
        this.usageSource = source;
    }

    public void finishReasons(List<String> reasons) {
        this.finishReasons = List.copyOf(reasons);
    }

    /// An upstream has begun to answer, so that tokens may have been generated.
    public void reachedUpstream() {
        this.reachedUpstream = true;
    }

    public boolean hasReachedUpstream() {
        return reachedUpstream;
    }

    /// The answer is a failure.
    ///
    /// @param status what the client saw: 200 when the head had left before the failure
    public void failed(int status, ErrorCode error) {
        this.status = status;
        this.error = error;
    }

    /// The client hung up before its answer was complete; the status is what it had seen, 0 for nothing.
    public void clientGone(int status) {
        this.clientGone = true;
        this.status = status;
    }

    /// Marks the record as settled; false when it was before.
    boolean settleOnce() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    String requestId() {
        return requestId;
    }

    String keyId() {
        return keyId;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    long receivedNanos() {
        return receivedNanos;
    }

    String model() {
        return model;
    }

    String provider() {
        return provider;
    }

    boolean isStreamed() {
        return streamed;
    }

    long firstTokenNanos() {
        return firstTokenNanos;
    }

    Usage usage() {
        return usage;
    }

    int status() {
        return status;
    }

    @Nullable
    ErrorCode error() {
        return error;
    }

    boolean isClientGone() {
        return clientGone;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    Receipt toReceipt(long endedNanos) {
        return new Receipt(
                requestId,
                keyId,
                receivedAt,
                new Receipt.Models(modelAsked, model, replaced, provider, upstreamModel),
                streamed,
                List.copyOf(attempts),
                List.copyOf(adjustments),
                usage,
                usageSource,
                new Receipt.Outcome(status, error, clientGone, finishReasons),
                firstTokenNanos == 0 ? -1 : (firstTokenNanos - receivedNanos) / 1_000_000,
                (endedNanos - receivedNanos) / 1_000_000);
    }
}
