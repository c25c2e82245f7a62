package dev.gantry.protocol.openai;

import org.jspecify.annotations.Nullable;

/// A request that the wire refuses, with the error that its client gets.
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public InvalidRequestException(ErrorCode code, String message, @Nullable String param) {
        super(message, null, false, false);
        this.error = new ApiError(code, message, param);
    }

    public ApiError error() {
        return error;
    }
}
