package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void escapesWhatJsonDemands() {
        assertThat(quoted("a\"b\\c\n\r\t\u0000\u001f")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\"");
    }

    @Test
    void escapesWhatLineReadersTakeForALineBreak() {
        assertThat(quoted("\u0085\u2028\u2029")).isEqualTo("\"\\u0085\\u2028\\u2029\"");
    }

    @Test
    void leavesOtherCharactersAsTheyAre() {
        assertThat(quoted("é漢😀/'\u007f\u0084\u2027")).isEqualTo("\"é漢😀/'\u007f\u0084\u2027\"");
    }

    private static String quoted(String text) {
        return new String(JsonText.quote(text), UTF_8);
    }
}
