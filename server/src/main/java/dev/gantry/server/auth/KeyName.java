package dev.gantry.server.auth;

/// What people call a key: 1 to 64 printable characters, without blanks at its ends. Names need not be
/// unique. Immutable.
public record KeyName(String text) {
    /// Longest name, in Unicode code points.
    public static final int MAX_LENGTH = 64;

    /// Throws an [IllegalArgumentException] whose message tells a person what is wrong.
    public KeyName {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a key's name must not be empty");
        }
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("a key's name has at most " + MAX_LENGTH + " characters");
        }
        if (!text.codePoints().allMatch(KeyName::isPrintable)) {
            throw new IllegalArgumentException("a key's name must not contain control or invisible characters");
        }
        if (!text.equals(text.strip())) {
            throw new IllegalArgumentException("a key's name must not begin or end with a blank");
        }
        if (text.startsWith(ApiKey.MARK)) {
            throw new IllegalArgumentException("this looks like a key itself; a name is shown in lists and logs");
        }
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
