package dev.gantry.server.edge;

import dev.gantry.protocol.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/// A JSON answer whose head has left before its body is known. White space before the JSON keeps a client waiting
/// that would give up on silence. A failure can only be told in the body then: the error object with a clean end,
/// because clients retry an unclean one, and each retry would be a new generation. Confined to its event loop.
public final class PaddedJson {
    private static final Buffer SPACE = Buffer.buffer(" ");

    private final HttpServerResponse response;

    PaddedJson(HttpServerResponse response) {
        this.response = response;
    }

    /// Writes one space.
    public void pad() {
        if (!isOver()) {
            response.write(SPACE.copy());
        }
    }

    /// Completes the answer.
    public void end(byte[] body) {
        if (!isOver()) {
            response.end(ClientExchange.buffer(body));
        }
    }

    /// Completes the answer with an error in place of it.
    public void fail(ApiError error) {
        end(error.toJson());
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
