package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.openai.UpstreamErrorReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands `{"type":"error","error":{"type":…,"message":…},"request_id":…}` (platform.claude.com, "Errors"), and
/// whatever a proxy in between may say instead.
public final class AnthropicErrorReader {
    private static final int MAX_BYTES = 64 * 1024;
    /// "prompt is too long: 203467 tokens > 200000 maximum"
    private static final Pattern PROMPT_TOO_LONG =
            Pattern.compile("prompt is too long: (\\d{1,12}) tokens > (\\d{1,12}) maximum");
    /// "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, …"
    private static final Pattern NO_ROOM_FOR_ANSWER = Pattern.compile(
            "input length and .?max_tokens.? exceed context limit: (\\d{1,12}) \\+ (\\d{1,12}) > (\\d{1,12})");

    private AnthropicErrorReader() {}

    /// Reads the body of an answer that is a failure.
    ///
    /// @param status the HTTP status of the answer; where it is none of a failure, the error's type tells
    /// @param body any bytes
    public static UpstreamProblem read(int status, byte[] body) {
        int meant = status >= 400 ? status : statusOf(errorType(body));
        UpstreamProblem contextTooLong = meant == 400 ? contextTooLong(meant, body) : null;
        if (contextTooLong != null) {
            return contextTooLong;
        }
        if (meant == 413) {
            return new UpstreamProblem(
                    Kind.INVALID_REQUEST,
                    "The request is larger than the provider takes (HTTP 413): send fewer or smaller images or files.",
                    null,
                    meant);
        }
        return UpstreamErrorReader.read(meant, body);
    }

    /// Reads the error event of a stream.
    static UpstreamProblem readEvent(byte[] data) {
        return read(200, data);
    }

    private static @Nullable UpstreamProblem contextTooLong(int status, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_BYTES), StandardCharsets.UTF_8);
        Matcher prompt = PROMPT_TOO_LONG.matcher(text);
        if (prompt.find()) {
            String message = "The prompt has %s tokens and exceeds the context window of %s tokens."
                    .formatted(prompt.group(1), prompt.group(2));
            return new UpstreamProblem(Kind.CONTEXT_TOO_LONG, message, null, status);
        }
        Matcher sum = NO_ROOM_FOR_ANSWER.matcher(text);
        if (sum.find()) {
            String message = ("The prompt of %s tokens together with 'max_tokens' of %s exceeds the context window of"
                            + " %s tokens.")
                    .formatted(sum.group(1), sum.group(2), sum.group(3));
            return new UpstreamProblem(Kind.CONTEXT_TOO_LONG, message, "max_tokens", status);
        }
        return null;
    }

    private static String errorType(byte[] body) {
        Members error = new Members("type");
        Members envelope = new Members("error").into("error", error);
        try {
            JsonScanner scanner = new JsonScanner(body);
            scanner.next();
            envelope.read(body, scanner);
        } catch (JsonSyntaxException _) {
            return "";
        }
        return error.text("type");
    }

    /// The HTTP status under which an error of this type comes where no answer has begun; 0 for one that is unknown.
    private static int statusOf(String type) {
        return switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "conflict_error" -> 409;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "api_error" -> 500;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 0;
        };
    }
}
