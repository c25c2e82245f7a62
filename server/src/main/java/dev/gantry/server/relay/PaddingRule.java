package dev.gantry.server.relay;

import dev.gantry.server.config.Settings;
import dev.gantry.server.edge.ClientExchange;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// After how long a client that waits for an answer in one piece is kept waiting with white space. Some clients give
/// up at 30 s and post again, each time a new generation; those that say their read timeout are believed.
final class PaddingRule {
    private static final double LONGEST_SECONDS = 86_400;

    private PaddingRule() {}

    static Optional<Duration> padAfter(ClientExchange exchange, Settings.Padding padding) {
        return exchange.canPad()
                ? padding.startFor(
                        exchange.header("user-agent"), readTimeout(exchange.header("x-stainless-read-timeout")))
                : Optional.empty();
    }

    /// A client's own read timeout, in seconds with an optional fraction; null for none or nonsense.
    static @Nullable Duration readTimeout(@Nullable String seconds) {
        if (seconds == null) {
            return null;
        }
        try {
            double timeout = Double.parseDouble(seconds);
            return timeout > 0 && timeout <= LONGEST_SECONDS ? Duration.ofMillis((long) (timeout * 1_000)) : null;
        } catch (NumberFormatException notSeconds) {
            return null;
        }
    }
}
