package dev.gantry.server.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `${VARIABLE}` in texts by the environment's value; `$${` stands for a literal `${`. What a
/// variable holds is not looked at again. Immutable.
record Interpolation(Map<String, String> environment) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// @param path the key, for the message when a variable is missing
    String resolve(String text, String path, Place place) {
        if (!text.contains("${")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null
                                ? "${"
                                : value(match.group(1), !match.group(2).isEmpty(), path, place)));
    }

    private String value(String variable, boolean closed, String path, Place place) {
        if (!closed || !NAME.matcher(variable).matches()) {
            throw new StartupException(
                    "%s: %s: expected ${VARIABLE}; write $${ for a literal ${".formatted(place, path));
        }
        String value = environment.get(variable);
        if (value == null) {
            throw new StartupException("%s: %s uses ${%s}, but the environment variable %s is not set"
                    .formatted(place, path, variable, variable));
        }
        return value;
    }
}
