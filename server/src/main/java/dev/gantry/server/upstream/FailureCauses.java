package dev.gantry.server.upstream;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/// Reads the exceptions of the HTTP client as transport failures.
final class FailureCauses {
    private FailureCauses() {}

    static TransportFailure whileConnecting(Throwable cause) {
        return switch (cause) {
            case ConnectionPoolTooBusyException _ -> new TransportFailure.PoolExhausted(detail(cause));
            case TimeoutException _ -> new TransportFailure.PoolExhausted(detail(cause));
            default -> new TransportFailure.ConnectFailed(detail(cause));
        };
    }

    /// Messages of the decoder quote what the upstream sent, and an upstream may quote its credential.
    static TransportFailure afterSending(Throwable cause) {
        return cause instanceof DecoderException || cause instanceof IllegalArgumentException
                ? new TransportFailure.Malformed("not HTTP: " + cause.getClass().getSimpleName())
                : new TransportFailure.Interrupted(detail(cause));
    }

    private static String detail(Throwable cause) {
        return cause.getCause() == null ? describe(cause) : describe(cause) + ": " + describe(root(cause));
    }

    private static Throwable root(Throwable cause) {
        Throwable next = cause.getCause();
        return next == null ? cause : root(next);
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
