package dev.gantry.protocol.openai;

/// Every error that a client of the wire can get, with its HTTP status and the two strings by which SDKs
/// tell errors apart. `docs/errors.md` explains each; a test holds the two together.
public enum ErrorCode {
    INVALID_HTTP(400, "invalid_request_error", "invalid_http"),
    INVALID_JSON(400, "invalid_request_error", "invalid_json"),
    MISSING_REQUIRED_PARAMETER(400, "invalid_request_error", "missing_required_parameter"),
    INVALID_VALUE(400, "invalid_request_error", "invalid_value"),
    UNSUPPORTED_PARAMETER(400, "invalid_request_error", "unsupported_parameter"),
    CONTEXT_LENGTH_EXCEEDED(400, "invalid_request_error", "context_length_exceeded"),
    INVALID_API_KEY(401, "authentication_error", "invalid_api_key"),
    PERMISSION_DENIED(403, "permission_error", "permission_denied"),
    MODEL_NOT_FOUND(404, "invalid_request_error", "model_not_found"),
    MODEL_NOT_CONFIGURED(404, "invalid_request_error", "model_not_configured"),
    NOT_FOUND(404, "invalid_request_error", "not_found"),
    METHOD_NOT_ALLOWED(405, "invalid_request_error", "method_not_allowed"),
    REQUEST_TIMEOUT(408, "invalid_request_error", "request_timeout"),
    REQUEST_TOO_LARGE(413, "invalid_request_error", "request_too_large"),
    UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error", "unsupported_media_type"),
    HEADERS_TOO_LARGE(431, "invalid_request_error", "headers_too_large"),
    RATE_LIMIT_EXCEEDED(429, "requests", "rate_limit_exceeded"),
    INTERNAL_ERROR(500, "server_error", "internal_error"),
    UPSTREAM_ERROR(502, "server_error", "upstream_error"),
    NO_HEALTHY_UPSTREAM(503, "server_error", "no_healthy_upstream"),
    UPSTREAM_TIMEOUT(504, "server_error", "upstream_timeout"),
    LOOP_DETECTED(508, "invalid_request_error", "loop_detected");

    private final int status;
    private final String type;
    private final String code;

    ErrorCode(int status, String type, String code) {
        this.status = status;
        this.type = type;
        this.code = code;
    }

    /// The HTTP status, where the answer's head has not left yet.
    public int status() {
        return status;
    }

    /// The value of {@code error.type}.
    public String type() {
        return type;
    }

    /// The value of {@code error.code}; a string, never null.
    public String code() {
        return code;
    }
}
