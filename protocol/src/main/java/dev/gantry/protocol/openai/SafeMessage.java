package dev.gantry.protocol.openai;

import java.util.regex.Pattern;

/// Cleans the text of an upstream for a client's eyes: no URL, key, host, address, account, path or stack
/// trace, and no more than a few sentences. When in doubt it takes out too much.
final class SafeMessage {
    /// The most characters of a cleaned text.
    static final int MAX_CHARACTERS = 400;

    private static final int MAX_INPUT_CHARACTERS = 2_000;
    private static final String REMOVED = "[removed]";
    private static final Pattern STACK_TRACE = Pattern.compile(
            "Traceback \\(most recent|\\bat [\\w$.<>]+\\([^)]*\\)|\\bFile \"|\\n\\s+at |goroutine \\d|stack backtrace|panicked at");
    private static final Pattern PRIVATE = Pattern.compile(String.join(
            "|",
            "[A-Za-z][A-Za-z0-9+.-]{0,15}://[^\\s\"'<>)]+",
            "[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+){1,8}",
            "(?i:bearer|basic)\\s+[\\w.~+/=-]{6,}",
            "(?i)\\b(?:sk|pk|rk|gsk|xai|hf|key|org|proj|acct|acc|user|req|rc_live|rc_test|nvapi|fw|tgp|cpk)[-_][\\w*.-]{4,}",
            "\\bAIza[\\w-]{8,}",
            "\\beyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}",
            "[\\w-]*\\*{3,}[\\w-]*",
            "(?i)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b",
            "\\b(?=\\w*\\d)(?=\\w*[A-Za-z])[A-Za-z0-9_]{24,}\\b",
            "\\b\\d{10,}\\b",
            "\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b",
            "\\[?[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,8}\\]?(?::\\d+)?",
            "(?i)\\b(?:localhost|[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,8}\\.(?:com|net|org|io|ai|dev|app|cloud|local|internal|lan|corp|svc|cn|co|eu|us|de|uk|run|tech|xyz|host))(?::\\d+)?(?:/[^\\s\"']*)?(?![\\w-])",
            "(?<![\\w.])(?:/[\\w.@-]+){2,20}/?",
            "\\b[A-Za-z]:\\\\[^\\s\"']+"));
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private SafeMessage() {}

    /// The cleaned text; empty where nothing fit to be shown is left.
    static String clean(String upstreamText) {
        String text = upstreamText.substring(0, Math.min(upstreamText.length(), MAX_INPUT_CHARACTERS));
        var trace = STACK_TRACE.matcher(text);
        if (trace.find()) {
            text = text.substring(0, trace.start());
        }
        text = PRIVATE.matcher(text).replaceAll(REMOVED);
        text = SPACE.matcher(text).replaceAll(" ").strip();
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS - 1) + "…";
    }
}
