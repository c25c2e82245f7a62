package dev.gantry.protocol.openai;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A part of the client's request that the chosen upstream cannot express, and what became of it. Immutable.
///
/// @param field the top-level field, by its snake_case name where it has one
public record Adjustment(String field, Action action) {
    private static final int MAX_KEY_LENGTH = 64;
    private static final int MAX_VALUE_LENGTH = 64;
    private static final int MAX_HEADER_LENGTH = 1_024;
    private static final int LONGEST_REST = ", , *more=2147483647".length();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(?:\\.[0-9]{1,3})?");
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]{0," + (MAX_VALUE_LENGTH - 1) + "}");

    /// What became of a field.
    public sealed interface Action {
        /// The upstream does not get it.
        record Dropped() implements Action {}

        /// The upstream gets the nearest value that it takes.
        record Clamped(long to) implements Action {}

        /// The upstream gets the same wish in its own terms, which may be coarser.
        ///
        /// @param to the upstream's value, a number or a word
        record Mapped(String to) implements Action {}

        /// The upstream cannot do it; it is brought about in another way, which may show.
        ///
        /// @param by what it is done with, a word
        record Emulated(String by) implements Action {}
    }

    public static Adjustment dropped(String field) {
        return new Adjustment(field, new Action.Dropped());
    }

    public static Adjustment clamped(String field, long to) {
        return new Adjustment(field, new Action.Clamped(to));
    }

    public static Adjustment mapped(String field, String to) {
        return new Adjustment(field, new Action.Mapped(to));
    }

    public static Adjustment emulated(String field, String by) {
        return new Adjustment(field, new Action.Emulated(by));
    }

    /// The adjustments as an RFC 9651 dictionary, for example {@code seed=dropped, max_tokens=clamped;to=4096}.
    /// A field name that is no RFC 9651 key is made one: in lower case, with {@code _} for what a key cannot
    /// have. Values that are neither numbers nor words are quoted, and cut where they are long. The header is at
    /// most 1 KiB: what does not fit is counted, as in {@code *more=7}.
    public static String header(List<Adjustment> adjustments) {
        StringBuilder header = new StringBuilder();
        Set<String> keys = new HashSet<>();
        int left = adjustments.size();
        for (Adjustment adjustment : adjustments) {
            String entry = freeKey(keys, adjustment.field) + '=' + adjustment.outcome();
            if (header.length() + entry.length() > MAX_HEADER_LENGTH - LONGEST_REST) {
                return header.append(", *more=").append(left).toString();
            }
            header.append(header.isEmpty() ? "" : ", ").append(entry);
            left--;
        }
        return header.toString();
    }

    /// Each adjustment as one word, for example {@code seed=dropped}.
    public static List<String> texts(List<Adjustment> adjustments) {
        return adjustments.stream()
                .map(adjustment -> adjustment.field + "=" + adjustment.outcome())
                .toList();
    }

    private String outcome() {
        return switch (action) {
            case Action.Dropped() -> "dropped";
            case Action.Clamped(long to) -> "clamped;to=" + to;
            case Action.Mapped(String to) -> "mapped;to=" + bareItem(to);
            case Action.Emulated(String by) -> "emulated;by=" + bareItem(by);
        };
    }

    private static String bareItem(String value) {
        return NUMBER.matcher(value).matches() || TOKEN.matcher(value).matches() ? value : quoted(value);
    }

    /// An RFC 9651 string: visible ASCII only.
    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length() && i < MAX_VALUE_LENGTH; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return quoted.append('"').toString();
    }

    /// Two fields may become the same key, and a dictionary keeps only the last of those.
    private static String freeKey(Set<String> taken, String field) {
        String key = key(field);
        String free = key;
        for (int i = 2; !taken.add(free); i++) {
            free = key + "." + i;
        }
        return free;
    }

    private static String key(String field) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < field.length() && key.length() < MAX_KEY_LENGTH; i++) {
            char c = field.charAt(i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            key.append(isKeyCharacter(lower) ? lower : '_');
        }
        boolean startsWell = !key.isEmpty() && (key.charAt(0) == '*' || isLowerCase(key.charAt(0)));
        return startsWell ? key.toString() : key.insert(0, '*').toString();
    }

    private static boolean isKeyCharacter(char c) {
        return isLowerCase(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }
}
