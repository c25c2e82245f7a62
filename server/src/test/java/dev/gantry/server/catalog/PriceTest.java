package dev.gantry.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {
    @ParameterizedTest
    @CsvSource({
        "0.38, 380000, 0.38",
        "3, 3000000, 3.00",
        "0, 0, 0.00",
        "0.0028, 2800, 0.0028",
        "0.000001, 1, 0.000001",
        "100000, 100000000000, 100000.00",
        "1.50, 1500000, 1.50"
    })
    void isExactInPicoDollarsPerToken(String usdPerMillion, long picoUsd, String shown) {
        assertThat(Price.parse(usdPerMillion)).contains(picoUsd);
        assertThat(Price.format(picoUsd)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0000001",
                "-1",
                "1e-3",
                "",
                "free",
                "100000.01",
                "1,5",
                ".5",
                "1.",
                "$1",
                "٣",
                "NaN",
                "9999999"
            })
    void refusesWhatItCannotHoldExactly(String usdPerMillion) {
        assertThat(Price.parse(usdPerMillion)).isEmpty();
    }

    @Test
    void chargesCachedInputLikeInputWhereNoPriceIsKnown() {
        assertThat(new Price(5, 7, null).chargedCachedInputPicoUsd()).isEqualTo(5);
        assertThat(new Price(5, 7, 1L).chargedCachedInputPicoUsd()).isEqualTo(1);
    }
}
