package dev.gantry.server.relay;

import dev.gantry.server.upstream.TransportFailure;
import dev.gantry.server.upstream.UpstreamHead;
import dev.gantry.server.upstream.UpstreamListener;
import java.util.function.Consumer;

/// Hands on what an upstream does, and tells when that fails by a bug: the request would wait for its end for ever.
/// Confined to one request.
record GuardedListener(UpstreamListener listener, Consumer<RuntimeException> onBug) implements UpstreamListener {
    @Override
    public void head(UpstreamHead head) {
        try {
            listener.head(head);
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        try {
            listener.body(bytes, from, to);
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }

    @Override
    public void end() {
        try {
            listener.end();
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }

    @Override
    public void failed(TransportFailure failure) {
        try {
            listener.failed(failure);
        } catch (RuntimeException bug) {
            onBug.accept(bug);
        }
    }
}
