package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustmentTest {
    private static final String RFC_9651_KEY = "[a-z*][a-z0-9_.*-]*";

    @Test
    void writesADictionary() {
        String header = Adjustment.header(List.of(
                Adjustment.dropped("seed"), Adjustment.clamped("max_tokens", 4096), Adjustment.dropped("top_k")));
        assertThat(header).isEqualTo("seed=dropped, max_tokens=clamped;to=4096, top_k=dropped");
    }

    @Test
    void saysWhatAFieldBecame() {
        String header = Adjustment.header(List.of(
                Adjustment.emulated("response_format", "tool"),
                Adjustment.mapped("reasoning_effort", "8192"),
                Adjustment.mapped("top_p", "0.95")));
        assertThat(header)
                .isEqualTo("response_format=emulated;by=tool, reasoning_effort=mapped;to=8192, top_p=mapped;to=0.95");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "high | high",
                "claude/x:1.2-b | claude/x:1.2-b",
                "-7 | -7",
                "1.2345 | \"1.2345\"",
                "1234567890123 | \"1234567890123\"",
                "9 lives | \"9 lives\"",
                "a\"b\\c | \"a\\\"b\\\\c\"",
                "né | \"n?\"",
                "`` | \"\""
            })
    void writesAnyValueAsABareItem(String value, String item) {
        assertThat(Adjustment.header(List.of(Adjustment.mapped("f", value)))).isEqualTo("f=mapped;to=" + item);
    }

    @Test
    void letsNoValueBreakTheHeader() {
        String header = Adjustment.header(List.of(Adjustment.emulated("f", "a\r\nx: y" + "\"".repeat(500))));
        assertThat(header).hasSizeLessThan(200).matches("f=emulated;by=\"[ -~]*\"");
    }

    @Test
    void isEmptyWithoutAdjustments() {
        assertThat(Adjustment.header(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "guidedJson, guidedjson",
                "_x, *_x",
                "9x, *9x",
                "x y, x_y",
                "'x\r\ny', x__y",
                "é, *_",
                "'', *",
                "a.b-c*d_e, a.b-c*d_e",
                "-x, *-x",
                "'a=b,c;d', a_b_c_d"
            })
    void makesAnyNameAKey(String field, String key) {
        assertThat(Adjustment.header(List.of(Adjustment.dropped(field)))).isEqualTo(key + "=dropped");
        assertThat(key).matches(RFC_9651_KEY);
    }

    @Test
    void keepsNamesApartThatBecomeTheSameKey() {
        assertThat(Adjustment.header(
                        List.of(Adjustment.dropped("Ab"), Adjustment.dropped("ab"), Adjustment.dropped("AB"))))
                .isEqualTo("ab=dropped, ab.2=dropped, ab.3=dropped");
    }

    @Test
    void boundsTheHeaderAndCountsTheRest() {
        List<Adjustment> many = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            many.add(Adjustment.dropped("x".repeat(100) + i));
        }
        String header = Adjustment.header(many);
        assertThat(header).hasSizeLessThanOrEqualTo(1024).matches(".*, \\*more=\\d+");
        int written = header.split(", ", -1).length - 1;
        assertThat(header).endsWith("*more=" + (256 - written));
    }
}
