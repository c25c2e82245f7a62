package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.openai.UpstreamErrorReader;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Understands `{"error":{"code":400,"message":…,"status":"INVALID_ARGUMENT","details":[…]}}`, alone or in an array
/// (Gemini API, "Troubleshooting guide"), and whatever a proxy in between may say instead.
public final class GeminiErrorReader {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,9}))?s");

    private GeminiErrorReader() {}

    /// Reads the body of an answer that is a failure.
    ///
    /// @param status the HTTP status of the answer; where it is none of a failure, the body says what is meant
    /// @param body any bytes
    public static UpstreamProblem read(int status, byte[] body) {
        ErrorFields fields = ErrorFields.of(body);
        int meant = status >= 400 ? status : fields.httpStatus();
        if (fields.reason.equals("API_KEY_INVALID")) {
            return UpstreamErrorReader.read(401, body);
        }
        if (meant == 429) {
            return rateLimited();
        }
        UpstreamProblem problem = UpstreamErrorReader.read(meant, body);
        boolean refusesAccount = fields.status.equals("FAILED_PRECONDITION") && problem.kind() == Kind.INVALID_REQUEST;
        return refusesAccount ? accountNotServed(problem) : problem;
    }

    /// How long Gemini wants to be left alone: the `retryDelay` of a `RetryInfo` among the details.
    ///
    /// @param body any bytes
    public static Optional<Duration> retryDelay(byte[] body) {
        Matcher seconds = SECONDS.matcher(ErrorFields.of(body).retryDelay);
        if (!seconds.matches()) {
            return Optional.empty();
        }
        String fraction = seconds.group(2) == null ? "" : seconds.group(2);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1)), nanos));
    }

    /// Reads the error event of a stream.
    static UpstreamProblem readEvent(byte[] data) {
        return read(200, data);
    }

    /// Gemini words the limits of a minute as a quota that is exceeded, and speaks of billing, too.
    private static UpstreamProblem rateLimited() {
        return new UpstreamProblem(
                Kind.RATE_LIMITED,
                "The upstream's rate limit for this gateway is reached; try again later.",
                null,
                429);
    }

    /// Region and billing are between this gateway and Google: the client can do nothing about them.
    private static UpstreamProblem accountNotServed(UpstreamProblem problem) {
        return new UpstreamProblem(
                Kind.SERVER_ERROR,
                "The upstream does not serve this gateway's account: " + problem.clientMessage(),
                null,
                problem.upstreamStatus());
    }

    /// The telling members of an error, wherever they stand; of two of one name the first counts.
    private static final class ErrorFields {
        private int code;
        private String status = "";
        private String reason = "";
        private String retryDelay = "";

        static ErrorFields of(byte[] body) {
            ErrorFields fields = new ErrorFields();
            try {
                fields.read(new JsonScanner(body, 0, Math.min(body.length, MAX_BYTES), JsonScanner.DEFAULT_MAX_DEPTH));
            } catch (JsonSyntaxException notJson) {
                return fields;
            }
            return fields;
        }

        /// The HTTP status that the code, else the status word (google.rpc.Code), means; 0 where there is none.
        int httpStatus() {
            if (code != 0) {
                return code;
            }
            return switch (status) {
                case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
                case "UNAUTHENTICATED" -> 401;
                case "PERMISSION_DENIED" -> 403;
                case "NOT_FOUND" -> 404;
                case "RESOURCE_EXHAUSTED" -> 429;
                case "INTERNAL", "UNKNOWN" -> 500;
                case "UNAVAILABLE" -> 503;
                case "DEADLINE_EXCEEDED" -> 504;
                default -> 0;
            };
        }

        private void read(JsonScanner scanner) {
            String name = "";
            while (scanner.next() != JsonToken.END) {
                if (scanner.current() == JsonToken.NAME) {
                    name = scanner.text();
                } else {
                    take(name, scanner);
                    name = "";
                }
            }
        }

        private void take(String name, JsonScanner scanner) {
            switch (scanner.current()) {
                case NUMBER -> takeNumber(name, scanner.longValue());
                case STRING -> takeText(name, scanner.text());
                default -> {
                    // tells nothing
                }
            }
        }

        private void takeNumber(String name, long number) {
            if (name.equals("code") && code == 0 && number >= 400 && number < 600) {
                code = (int) number;
            }
        }

        private void takeText(String name, String text) {
            switch (name) {
                case "status" -> status = status.isEmpty() ? text : status;
                case "reason" -> reason = reason.isEmpty() ? text : reason;
                case "retryDelay" -> retryDelay = retryDelay.isEmpty() ? text : retryDelay;
                default -> {
                    // tells nothing that the generic reader does not read
                }
            }
        }
    }
}
