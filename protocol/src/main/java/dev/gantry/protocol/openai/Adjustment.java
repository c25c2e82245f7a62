package dev.gantry.protocol.openai;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A part of the client's request that the chosen upstream cannot express, and what became of it. Immutable.
///
/// @param field the top-level field, by its snake_case name where it has one
public record Adjustment(String field, Action action) {
    private static final int MAX_KEY_LENGTH = 64;
    private static final int MAX_HEADER_LENGTH = 1_024;

    /// What became of a field.
    public sealed interface Action {
        /// The upstream does not get it.
        record Dropped() implements Action {}

        /// The upstream gets the nearest value that it takes.
        record Clamped(long to) implements Action {}
    }

    public static Adjustment dropped(String field) {
        return new Adjustment(field, new Action.Dropped());
    }

    public static Adjustment clamped(String field, long to) {
        return new Adjustment(field, new Action.Clamped(to));
    }

    /// The adjustments as an RFC 9651 dictionary, for example {@code seed=dropped, max_tokens=clamped;to=4096}.
    /// A field name that is no RFC 9651 key is made one: in lower case, with {@code _} for what a key cannot
    /// have. The header is at most 1 KiB: what does not fit is counted, as in {@code *more=7}.
    public static String header(List<Adjustment> adjustments) {
        StringBuilder header = new StringBuilder();
        Set<String> keys = new HashSet<>();
        int left = adjustments.size();
        for (Adjustment adjustment : adjustments) {
            if (header.length() > MAX_HEADER_LENGTH - 2 * MAX_KEY_LENGTH) {
                return header.append(", *more=").append(left).toString();
            }
            if (!header.isEmpty()) {
                header.append(", ");
            }
            header.append(freeKey(keys, adjustment.field)).append('=').append(adjustment.outcome());
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
        };
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
