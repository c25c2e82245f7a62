package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:image/png;base64,AA== | image/png | AA==",
                "DATA:IMAGE/PNG;BASE64,AA== | image/png | AA==",
                "data:image/png;name=a.png;base64,AA== | image/png | AA==",
                "data:;base64,AA,== | '' | AA,=="
            })
    void splitsMediaTypeAndBase64(String url, String mediaType, String base64) {
        assertThat(DataUrl.parse(url)).contains(new DataUrl(mediaType, base64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:",
                "data:image/png;base64,",
                "data:image/png;base64",
                "data:image/svg+xml,<svg/>",
                "x:,y",
                ""
            })
    void findsNothingElsewhere(String url) {
        assertThat(DataUrl.parse(url)).isEmpty();
    }

    @Test
    void knowsTheSchemeInAnyCase() {
        assertThat(DataUrl.isOne("DaTa:x")).isTrue();
        assertThat(DataUrl.isOne("http://data:")).isFalse();
    }
}
