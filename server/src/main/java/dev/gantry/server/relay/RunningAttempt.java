package dev.gantry.server.relay;

import dev.gantry.protocol.openai.UpstreamErrorReader;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.routing.Endpoint;
import dev.gantry.server.upstream.TransportFailure;
import dev.gantry.server.upstream.UpstreamCall;
import dev.gantry.server.upstream.UpstreamHead;
import dev.gantry.server.upstream.UpstreamListener;
import dev.gantry.server.upstream.UpstreamRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One call to one endpoint: a successful answer goes to the lane, anything else becomes a failure. Confined to one
/// request.
final class RunningAttempt implements UpstreamListener {
    private static final int MAX_ERROR_BODY_BYTES = 64 * 1024;

    private final AttemptContext context;
    private final AnswerLane lane;
    private final RequestRecord account;
    private final RelayServices services;
    private final Consumer<AttemptFailure> onFailure;
    private final BoundedBytes errorBody = new BoundedBytes(MAX_ERROR_BODY_BYTES);
    private @Nullable UpstreamCall call;
    private @Nullable UpstreamHead errorHead;
    private boolean ignored;
    private boolean hasHead;

    RunningAttempt(
            AttemptContext context,
            AnswerLane lane,
            RequestRecord account,
            RelayServices services,
            Consumer<AttemptFailure> onFailure) {
        this.context = context;
        this.lane = lane;
        this.account = account;
        this.services = services;
        this.onFailure = onFailure;
    }

    AttemptContext context() {
        return context;
    }

    /// @param onBug told when our own code fails on what the upstream does
    void send(Endpoint endpoint, Consumer<RuntimeException> onBug) {
        UpstreamRequest request = new UpstreamRequest(
                endpoint,
                "/chat/completions",
                lane.accept(),
                services.via(),
                context.encoded().body());
        call = services.upstream().send(request, new GuardedListener(this, onBug));
    }

    /// What still comes is not heard.
    void ignore() {
        ignored = true;
    }

    /// Ends the call; what still comes is not heard.
    void stop() {
        ignored = true;
        if (call != null) {
            if (call.wasSent() && errorHead == null) {
                account.reachedUpstream();
            }
            call.cancel();
        }
    }

    void pause() {
        if (call != null) {
            call.pause();
        }
    }

    void resume() {
        if (call != null) {
            call.resume();
        }
    }

    @Override
    public void head(UpstreamHead head) {
        if (ignored) {
            return;
        }
        if (head.status() == 200) {
            hasHead = true;
            account.reachedUpstream();
            lane.head(head);
        } else {
            errorHead = head;
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        if (ignored) {
            return;
        }
        if (errorHead == null) {
            lane.body(bytes, from, to);
        } else {
            errorBody(bytes, from, to);
        }
    }

    /// What an upstream says beyond the bound is not waited for.
    private void errorBody(byte[] bytes, int from, int to) {
        int fitting = Math.min(to - from, MAX_ERROR_BODY_BYTES - errorBody.length());
        var _ = errorBody.append(bytes, from, from + fitting);
        if (fitting < to - from) {
            end();
        }
    }

    @Override
    public void end() {
        if (ignored) {
            return;
        }
        if (errorHead == null) {
            lane.end();
        } else {
            onFailure.accept(new AttemptFailure.Problem(
                    UpstreamErrorReader.read(errorHead.status(), errorBody.toByteArray()),
                    RetryAfter.parse(errorHead.retryAfter(), services.clock().instant())));
        }
    }

    @Override
    public void failed(TransportFailure failure) {
        if (ignored) {
            return;
        }
        if (errorHead != null) {
            end();
        } else if (!hasHead || !lane.isWholeWithoutEnd()) {
            onFailure.accept(new AttemptFailure.Transport(failure, hasHead));
        }
    }
}
