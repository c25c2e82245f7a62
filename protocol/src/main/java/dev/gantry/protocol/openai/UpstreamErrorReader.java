package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.UpstreamProblem.Kind;
import java.util.Locale;
import java.util.regex.Pattern;

/// Understands what an upstream says when it fails, whatever its shape: an `error` object or string, an array
/// of them (Gemini), a flat object (older vLLM, SGLang), `fault` (Fireworks), `detail` (FastAPI), HTML, or
/// nothing at all.
public final class UpstreamErrorReader {
    private static final Pattern CONTEXT =
            Pattern.compile("context.?length|context.?window|context.?size|maximum context"
                    + "|(?:prompt|input|request).{0,40} too (?:long|large)|too many (?:input )?tokens|reduce the length"
                    + "|token count.{0,40}exceeds|max_prompt_tokens|exceeds? the (?:maximum|max).{0,30}tokens");
    private static final Pattern NO_CREDIT = Pattern.compile("insufficient.?(?:quota|credit|balance|funds)|arrearage"
            + "|billing|credit.?balance|payment required|out of credit|exceeded your current quota");
    private static final Pattern CREDENTIAL = Pattern.compile("api.?key|authenticat|unauthori[sz]ed|invalid.?key");
    private static final Pattern RATE = Pattern.compile("rate.?limit|throttl|too many requests|resource.?exhausted");
    private static final Pattern OVERLOAD =
            Pattern.compile("overload|capacity|loading model|unavailable|insufficient_system_resource|slow.?down");
    private static final Pattern FILTER =
            Pattern.compile("content.?filter|data.?inspection|content.?management|moderation|safety|content.?policy");
    private static final Pattern MODEL = Pattern.compile("model");
    private static final Pattern UNKNOWN = Pattern.compile("not.?found|does not exist|unknown model");
    private static final Pattern REQUEST = Pattern.compile("invalid.?request|bad.?request|invalid.?argument|validation"
            + "|invalid.?param|image input is not supported");

    private UpstreamErrorReader() {}

    /// Reads the body of an answer that is a failure.
    ///
    /// @param status the HTTP status of the answer; where it is none of a failure, the body says what is meant
    /// @param body any bytes
    public static UpstreamProblem read(int status, byte[] body) {
        UpstreamErrorText text = UpstreamErrorText.of(body);
        int meant = status >= 400 ? status : text.status();
        Kind kind = kindOf(meant, text);
        return new UpstreamProblem(kind, message(kind, meant, text), text.param(), meant);
    }

    /// Reads the error event of a stream.
    static UpstreamProblem readEvent(byte[] data) {
        return read(200, data);
    }

    private static Kind kindOf(int status, UpstreamErrorText text) {
        String words = text.words().toLowerCase(Locale.ROOT);
        if (has(CONTEXT, words) && status != 401 && status != 429) {
            return Kind.CONTEXT_TOO_LONG;
        }
        return switch (status) {
            case 401 -> Kind.CREDENTIAL_REJECTED;
            case 402, 412 -> Kind.NO_CREDIT;
            case 403 -> has(NO_CREDIT, words) ? Kind.NO_CREDIT : Kind.CREDENTIAL_REJECTED;
            case 404 -> Kind.MODEL_NOT_FOUND;
            case 429 -> has(NO_CREDIT, words) ? Kind.NO_CREDIT : Kind.RATE_LIMITED;
            case 498, 503, 529 -> Kind.OVERLOADED;
            case 0 -> byWords(words, Kind.SERVER_ERROR);
            default -> byWords(words, status < 500 && status != 408 ? Kind.INVALID_REQUEST : Kind.SERVER_ERROR);
        };
    }

    private static Kind byWords(String words, Kind otherwise) {
        if (has(FILTER, words)) {
            return Kind.CONTENT_FILTERED;
        }
        if (has(NO_CREDIT, words)) {
            return Kind.NO_CREDIT;
        }
        if (has(CREDENTIAL, words)) {
            return Kind.CREDENTIAL_REJECTED;
        }
        if (has(RATE, words)) {
            return Kind.RATE_LIMITED;
        }
        if (has(MODEL, words) && has(UNKNOWN, words)) {
            return Kind.MODEL_NOT_FOUND;
        }
        if (otherwise == Kind.INVALID_REQUEST) {
            return otherwise;
        }
        if (has(OVERLOAD, words)) {
            return Kind.OVERLOADED;
        }
        return has(REQUEST, words) ? Kind.INVALID_REQUEST : otherwise;
    }

    private static boolean has(Pattern pattern, String words) {
        return pattern.matcher(words).find();
    }

    private static String message(Kind kind, int status, UpstreamErrorText text) {
        String said = SafeMessage.clean(text.message());
        return switch (kind) {
            case INVALID_REQUEST ->
                said.isEmpty() ? "The upstream refused the request" + httpStatus(status) + "." : said;
            case CONTEXT_TOO_LONG -> contextMessage(text, said);
            case CREDENTIAL_REJECTED ->
                "The upstream refused this gateway's own credential" + httpStatus(status)
                        + "; its operator must correct the provider's key.";
            case NO_CREDIT ->
                "This gateway's account at the upstream has no credit or quota left" + httpStatus(status) + ".";
            case MODEL_NOT_FOUND ->
                "The upstream does not know the model that this gateway is configured to ask for" + httpStatus(status)
                        + ".";
            case RATE_LIMITED -> "The upstream's rate limit for this gateway is reached; try again later.";
            case OVERLOADED -> "The upstream has no capacity at the moment" + httpStatus(status) + "; try again later.";
            case CONTENT_FILTERED -> "The provider's content filter refused the request" + reason(said);
            case SERVER_ERROR, PROTOCOL_VIOLATION -> "The upstream failed" + httpStatus(status) + reason(said);
        };
    }

    private static String contextMessage(UpstreamErrorText text, String said) {
        if (text.promptTokens() > 0 && text.contextTokens() > 0) {
            return "The prompt has " + text.promptTokens() + " tokens and exceeds the context window of "
                    + text.contextTokens() + " tokens.";
        }
        return "The request exceeds the context window of the model" + reason(said);
    }

    private static String reason(String said) {
        return said.isEmpty() ? "." : ": " + said;
    }

    private static String httpStatus(int status) {
        return status == 0 ? "" : " (HTTP " + status + ")";
    }
}
