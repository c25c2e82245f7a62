package dev.gantry.server.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model's tokens cost, exactly: x micro-dollars per million tokens are x pico-dollars per token.
/// Immutable.
///
/// @param inputPicoUsd pico-dollars per input token, 0 to 10^11
/// @param outputPicoUsd pico-dollars per output token, 0 to 10^11
/// @param cachedInputPicoUsd pico-dollars per input token that the provider's cache had; null where it is not
///     known
public record Price(
        long inputPicoUsd, long outputPicoUsd, @Nullable Long cachedInputPicoUsd) {
    /// What a model on the own machine costs.
    public static final Price FREE = new Price(0, 0, 0L);

    private static final int DECIMALS = 6;
    private static final BigDecimal HIGHEST = new BigDecimal(100_000);

    /// What is charged for a cached input token: the full price of input where no other is known.
    public long chargedCachedInputPicoUsd() {
        return cachedInputPicoUsd == null ? inputPicoUsd : cachedInputPicoUsd;
    }

    /// Reads US dollars per million tokens into pico-dollars per token.
    ///
    /// @return empty when the text is no decimal number, has more than six decimals, is negative or above
    ///     100,000 dollars
    public static Optional<Long> parse(String usdPerMillion) {
        if (!usdPerMillion.matches("\\d{1,6}(\\.\\d{1,6})?")) {
            return Optional.empty();
        }
        BigDecimal dollars = new BigDecimal(usdPerMillion);
        return dollars.compareTo(HIGHEST) > 0
                ? Optional.empty()
                : Optional.of(dollars.movePointRight(DECIMALS).longValueExact());
    }

    /// Pico-dollars per token as US dollars per million tokens, with at least two decimals: `0.38`, `3.00`.
    public static String format(long picoUsdPerToken) {
        BigDecimal dollars = BigDecimal.valueOf(picoUsdPerToken, DECIMALS).stripTrailingZeros();
        return (dollars.scale() < 2 ? dollars.setScale(2, RoundingMode.UNNECESSARY) : dollars).toPlainString();
    }
}
