package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The one shape in which a client sees a failure: as the body of an HTTP error, as the error frame of a
/// stream, and as the end of a padded answer. Immutable.
///
/// @param message what was wrong, what was expected and, where the server knows, what to do
/// @param param the request field at fault, for example {@code messages[0].role}
public record ApiError(
        ErrorCode code, String message, @Nullable String param) {

    public static ApiError of(ErrorCode code, String message) {
        return new ApiError(code, message, null);
    }

    /// What a client gets of an upstream's failure. What is wrong between us and the provider (credential, credit,
    /// model name) is a 502: the client can do nothing about it.
    public static ApiError of(UpstreamProblem problem) {
        return new ApiError(codeOf(problem.kind()), problem.clientMessage(), problem.param());
    }

    private static ErrorCode codeOf(UpstreamProblem.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTENT_FILTERED -> ErrorCode.INVALID_VALUE;
            case CONTEXT_TOO_LONG -> ErrorCode.CONTEXT_LENGTH_EXCEEDED;
            case RATE_LIMITED -> ErrorCode.RATE_LIMIT_EXCEEDED;
            case OVERLOADED -> ErrorCode.NO_HEALTHY_UPSTREAM;
            case CREDENTIAL_REJECTED, NO_CREDIT, MODEL_NOT_FOUND, SERVER_ERROR, PROTOCOL_VIOLATION ->
                ErrorCode.UPSTREAM_ERROR;
        };
    }

    /// The HTTP status, where the answer's head has not left yet.
    public int status() {
        return code.status();
    }

    /// `{"error":{"message":…,"type":…,"param":…,"code":…}}`
    public byte[] toJson() {
        StringBuilder json = new StringBuilder(128 + message.length());
        json.append("{\"error\":{\"message\":");
        JsonText.appendQuoted(json, message);
        json.append(",\"type\":\"").append(code.type()).append("\",\"param\":");
        if (param == null) {
            json.append("null");
        } else {
            JsonText.appendQuoted(json, param);
        }
        json.append(",\"code\":\"").append(code.code()).append("\"}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
