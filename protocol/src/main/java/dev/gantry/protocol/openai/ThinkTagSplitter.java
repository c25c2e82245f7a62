package dev.gantry.protocol.openai;

/// Parts the text of one choice into reasoning and answer where the model writes `<think>…</think>answer`.
///
/// The opening tag counts only at the very start, after white space: a later one is text. Some prompts open
/// it already, so that the text begins inside the reasoning. One line break behind the opening tag, and up to
/// two before and two behind the closing tag, belong to the tags. The text may be split anywhere: what may yet
/// become a tag is held back. Confined to one thread.
final class ThinkTagSplitter {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";
    private static final int MAX_BREAKS_AT_TAG = 2;
    private static final int MAX_LEADING_SPACE = 64;

    private enum State {
        START,
        OPENED,
        THINK,
        CLOSED,
        ANSWER
    }

    private final boolean startsInThinking;
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder answer = new StringBuilder();
    private State state = State.START;
    private int breaksBehindClose;

    ThinkTagSplitter(boolean startsInThinking) {
        this.startsInThinking = startsInThinking;
    }

    /// Whether all that follows is answer, so that there is nothing to look for.
    boolean isSettled() {
        return state == State.ANSWER && answer.isEmpty() && reasoning.isEmpty();
    }

    /// Whether text that has neither `<` nor a line break is reasoning as it stands.
    boolean isPlainlyThinking() {
        return state == State.THINK && held.isEmpty();
    }

    void push(String text) {
        held.append(text);
        State before;
        do {
            before = state;
            state = step();
        } while (state != before);
    }

    /// The text has ended: what was held back was no tag.
    void finish() {
        boolean thinking = switch (state) {
            case START -> startsInThinking;
            case OPENED, THINK -> true;
            case CLOSED, ANSWER -> false;
        };
        release(thinking ? reasoning : answer);
        state = State.ANSWER;
    }

    /// The host parts the reasoning off itself: all text is answer.
    void bypass() {
        release(answer);
        state = State.ANSWER;
    }

    /// The reasoning since it was last taken; may be empty.
    String takeReasoning() {
        return take(reasoning);
    }

    /// The answer since it was last taken; may be empty.
    String takeAnswer() {
        return take(answer);
    }

    private State step() {
        return switch (state) {
            case START -> start();
            case OPENED -> skipBreakBehindOpen();
            case THINK -> think();
            case CLOSED -> skipBreaksBehindClose();
            case ANSWER -> {
                release(answer);
                yield State.ANSWER;
            }
        };
    }

    private State start() {
        int text = 0;
        while (text < held.length() && Character.isWhitespace(held.charAt(text))) {
            text++;
        }
        if (text > MAX_LEADING_SPACE || !isPrefix(text, OPEN)) {
            return startsInThinking ? State.OPENED : State.ANSWER;
        }
        if (held.length() - text < OPEN.length()) {
            return State.START;
        }
        held.delete(0, text + OPEN.length());
        return State.OPENED;
    }

    private State skipBreakBehindOpen() {
        if (held.isEmpty()) {
            return State.OPENED;
        }
        if (held.charAt(0) == '\n') {
            held.deleteCharAt(0);
        }
        return State.THINK;
    }

    private State think() {
        int close = held.indexOf(CLOSE);
        if (close >= 0) {
            reasoning.append(held, 0, breaksBefore(close));
            held.delete(0, close + CLOSE.length());
            return State.CLOSED;
        }
        int keep = possibleTag();
        reasoning.append(held, 0, keep);
        held.delete(0, keep);
        return State.THINK;
    }

    private State skipBreaksBehindClose() {
        while (!held.isEmpty() && held.charAt(0) == '\n' && breaksBehindClose < MAX_BREAKS_AT_TAG) {
            held.deleteCharAt(0);
            breaksBehindClose++;
        }
        return held.isEmpty() && breaksBehindClose < MAX_BREAKS_AT_TAG ? State.CLOSED : State.ANSWER;
    }

    /// Where the text that may yet turn out to be line breaks and a closing tag begins.
    private int possibleTag() {
        int from = Math.max(0, held.length() - CLOSE.length() + 1);
        for (int i = from; i < held.length(); i++) {
            if (isPrefix(i, CLOSE)) {
                return breaksBefore(i);
            }
        }
        return breaksBefore(held.length());
    }

    private int breaksBefore(int at) {
        int start = at;
        while (start > 0 && at - start < MAX_BREAKS_AT_TAG && held.charAt(start - 1) == '\n') {
            start--;
        }
        return start;
    }

    /// Whether what is held from there on begins like the tag, or is the beginning of it.
    private boolean isPrefix(int from, String tag) {
        int length = Math.min(held.length() - from, tag.length());
        for (int i = 0; i < length; i++) {
            if (held.charAt(from + i) != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void release(StringBuilder target) {
        target.append(held);
        held.setLength(0);
    }

    private static String take(StringBuilder part) {
        if (part.isEmpty()) {
            return "";
        }
        String text = part.toString();
        part.setLength(0);
        return text;
    }
}
