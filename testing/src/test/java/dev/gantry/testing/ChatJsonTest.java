package dev.gantry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatJsonTest {

    @Test
    void leavesLineSeparatorsRaw() {
        assertThat(ChatJson.quote("a\"\\\n\u2028é")).isEqualTo("\"a\\\"\\\\\\u000a\u2028é\"");
    }

    @Test
    void readsWhatItQuotes() {
        String text = "\"\\/\b\f\n\r\t\u0000\u2028\uD83D\uDE80";

        assertThat(JsonTree.parseObject("{\"a\":" + ChatJson.quote(text) + "}")).containsEntry("a", text);
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(JsonTree.parseObject(" {\"a\" : [1.5e3, true,false , null, {}, []] } "))
                .isEqualTo(Map.of("a", Arrays.asList(new BigDecimal("1.5e3"), true, false, null, Map.of(), List.of())));
    }

    @Test
    void refusesWhatIsNoObject() {
        for (String text : List.of("", "[]", "{", "{\"a\"}", "{\"a\":}", "{} x", "{\"a\":tru}", "{\"a\":\"\\x\"}")) {
            assertThatThrownBy(() -> JsonTree.parseObject(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
