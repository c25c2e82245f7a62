package dev.gantry.server.relay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Reads `Retry-After` (RFC 9110, section 10.2.3): whole seconds or an HTTP date.
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /// The delay, at most a day; null for none or for a value that is neither form.
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        Duration delay = value.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(value) : untilDate(value, now);
        return delay == null || delay.isNegative() ? null : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    private static @Nullable Duration seconds(String digits) {
        return digits.isEmpty() || digits.length() > 9 ? null : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static @Nullable Duration untilDate(String date, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
