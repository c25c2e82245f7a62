package dev.gantry.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the text of a setting becomes a value. Immutable.
///
/// @param <T> the type of the value
/// @param unit what a number counts, or what kind of text is expected, as the settings table says it
/// @param range the values that are accepted, as the settings table says it
/// @param parser empty when the text is of the wrong type or out of range
public record SettingType<T>(String unit, String range, Function<String, Optional<T>> parser) {
    private static final int MAX_WORD = 1_024;

    /// What an error message says was expected.
    public String expectation() {
        return unit + (range.isEmpty() ? "" : ", " + range);
    }

    public static SettingType<String> text(String unit) {
        return new SettingType<>(unit, "", text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    public static SettingType<Boolean> flag() {
        return new SettingType<>("flag", "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    public static SettingType<Integer> integer(String unit, int min, int max) {
        return new SettingType<>(
                unit,
                min + " to " + max,
                text -> wholeNumber(text)
                        .filter(number -> number >= min && number <= max)
                        .map(Long::intValue));
    }

    /// A number of bytes: `512`, `64KiB`, `32MiB`, `1GiB`.
    public static SettingType<Integer> bytes(int min, int max) {
        return new SettingType<>(
                "bytes",
                ByteSizes.format(min) + " to " + ByteSizes.format(max),
                text -> ByteSizes.parse(text)
                        .filter(size -> size >= min && size <= max)
                        .map(Long::intValue));
    }

    /// A length of time: `500ms`, `15s`, `10m`, `24h`, `7d`.
    public static SettingType<Duration> duration(Duration min, Duration max) {
        return new SettingType<>(
                "duration",
                Durations.format(min) + " to " + Durations.format(max),
                text -> Durations.parse(text)
                        .filter(duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0));
    }

    /// One of the constants of an enum, in lower case.
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String names = constants.stream().map(SettingType::nameOf).collect(Collectors.joining(", "));
        return new SettingType<>(
                "name",
                names,
                text -> constants.stream()
                        .filter(constant -> nameOf(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }

    /// One of a few words.
    public static SettingType<String> oneOf(String... words) {
        List<String> known = List.of(words);
        return new SettingType<>(
                "name", String.join(", ", known), text -> Optional.of(text).filter(known::contains));
    }

    public static SettingType<Path> path() {
        return new SettingType<>("path", "", SettingType::path);
    }

    /// An absolute `http` or `https` address without user, query or fragment.
    public static SettingType<URI> address() {
        return new SettingType<>("address", "http://… or https://…", SettingType::address);
    }

    public static SettingType<LocalDate> date() {
        return new SettingType<>("date", "YYYY-MM-DD", text -> {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        });
    }

    /// A text that can stand in a header: visible ASCII without spaces, at most 1,024 characters.
    public static SettingType<String> word(String unit) {
        return new SettingType<>(unit, "", text -> Optional.of(text).filter(SettingType::isWord));
    }

    /// The name of an HTTP header.
    public static SettingType<String> header() {
        return new SettingType<>("header", "", text -> Optional.of(text).filter(name -> name.matches("[A-Za-z0-9-]+")));
    }

    public static SettingType<Secret> secret() {
        return new SettingType<>(
                "secret",
                "visible ASCII without spaces",
                text -> Optional.of(text).filter(SettingType::isWord).map(Secret::new));
    }

    /// Whether a text can stand in a header as it is.
    public static boolean isWord(String text) {
        return !text.isEmpty() && text.length() <= MAX_WORD && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// Several texts: a list in the file, separated by commas elsewhere.
    public static SettingType<List<String>> list(String unit) {
        return new SettingType<>(
                "list of " + unit,
                "",
                text -> Optional.of(Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList()));
    }

    private static Optional<Long> wholeNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return web && plain && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
