package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The telling words of an error body, wherever in it they stand: of two members of the same name the one that
/// is nested less deeply counts, then the first.
final class UpstreamErrorText {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern PARAM = Pattern.compile("[A-Za-z_][\\w.\\[\\]-]{0,99}");

    private static final class Word {
        private final String name;
        private String text = "";
        private int depth = Integer.MAX_VALUE;

        Word(String name) {
            this.name = name;
        }

        void offer(String value, int atDepth) {
            if (atDepth < depth && !value.isEmpty()) {
                text = value;
                depth = atDepth;
            }
        }
    }

    private final Word message = new Word("message");
    private final Word error = new Word("error");
    private final Word detail = new Word("detail");
    private final Word msg = new Word("msg");
    private final Word fault = new Word("faultstring");
    private final Word faultCode = new Word("errorcode");
    private final Word type = new Word("type");
    private final Word code = new Word("code");
    private final Word status = new Word("status");
    private final Word param = new Word("param");
    private final Word promptTokens = new Word("n_prompt_tokens");
    private final Word contextTokens = new Word("n_ctx");
    private final Word[] all = {
        message, error, detail, msg, fault, faultCode, type, code, status, param, promptTokens, contextTokens
    };

    private UpstreamErrorText() {}

    static UpstreamErrorText of(byte[] body) {
        UpstreamErrorText text = new UpstreamErrorText();
        try {
            text.read(new JsonScanner(body, 0, Math.min(body.length, MAX_BYTES), JsonScanner.DEFAULT_MAX_DEPTH));
        } catch (JsonSyntaxException notJson) {
            text.takePlain(body);
        }
        return text;
    }

    /// What went wrong, as the upstream put it; empty where it said nothing.
    String message() {
        for (Word word : new Word[] {message, detail, msg, fault, error}) {
            if (!word.text.isEmpty()) {
                return word.text;
            }
        }
        return "";
    }

    /// All that tells what kind of error it is.
    String words() {
        return message()
                + ' '
                + error.text
                + ' '
                + type.text
                + ' '
                + code.text
                + ' '
                + status.text
                + ' '
                + faultCode.text;
    }

    /// The HTTP status that a numeric code means; 0 where there is none.
    int status() {
        int number = (int) Math.min(number(code.text), 600);
        return number >= 400 && number < 600 ? number : 0;
    }

    @Nullable
    String param() {
        return PARAM.matcher(param.text).matches() ? param.text : null;
    }

    long promptTokens() {
        return number(promptTokens.text);
    }

    long contextTokens() {
        return number(contextTokens.text);
    }

    private void read(JsonScanner scanner) {
        Word at = message;
        while (scanner.next() != JsonToken.END) {
            switch (scanner.current()) {
                case NAME -> at = find(scanner);
                case STRING -> offer(at, scanner.text(), scanner.depth());
                case NUMBER -> offer(at, scanner.numberText(), scanner.depth());
                case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, TRUE, FALSE, NULL, END -> at = null;
            }
        }
    }

    private @Nullable Word find(JsonScanner scanner) {
        for (Word word : all) {
            if (scanner.textEquals(word.name)) {
                return word;
            }
        }
        return null;
    }

    private static void offer(@Nullable Word word, String value, int depth) {
        if (word != null) {
            word.offer(value, depth);
        }
    }

    /// A short line of plain text is a message; a page is none.
    private void takePlain(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_BYTES), StandardCharsets.UTF_8).strip();
        boolean page = text.startsWith("<") || text.startsWith("{") || text.startsWith("[") || text.length() > 500;
        if (!page && text.indexOf('\uFFFD') < 0) {
            message.offer(text, 0);
        }
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
