package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    @Test
    void yieldsTokensWithTheirRanges() {
        assertThat(tokens(" {\"a\" : [1, -2.5e3,\"x\\n\"], \"b\":{} ,\"c\":null}\n"))
                .containsExactly(
                        "OBJECT_START {",
                        "NAME \"a\"",
                        "ARRAY_START [",
                        "NUMBER 1",
                        "NUMBER -2.5e3",
                        "STRING \"x\\n\"",
                        "ARRAY_END ]",
                        "NAME \"b\"",
                        "OBJECT_START {",
                        "OBJECT_END }",
                        "NAME \"c\"",
                        "NULL null",
                        "OBJECT_END }");
    }

    @Test
    void staysAtTheEnd() {
        JsonScanner scanner = scanner("true ");
        assertThat(scanner.next()).isEqualTo(JsonToken.TRUE);
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void scansOnlyItsRange() {
        byte[] bytes = "xx[7]yy".getBytes(UTF_8);
        JsonScanner scanner = new JsonScanner(bytes, 2, 5, 1);
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_START);
        assertThat(scanner.next()).isEqualTo(JsonToken.NUMBER);
        assertThat(scanner.start()).isEqualTo(3);
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_END);
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void reportsOffsetsRelativeToItsRange() {
        JsonScanner scanner = new JsonScanner("xx[?]".getBytes(UTF_8), 2, 5, 1);
        scanner.next();
        assertThat(catchThrowableOfType(JsonSyntaxException.class, scanner::next)
                        .offset())
                .isEqualTo(1);
    }

    @Test
    void skipsAWholeValue() {
        JsonScanner scanner = scanner("[{\"a\":[1,[2]],\"b\":{}}, 3]");
        scanner.next();
        scanner.next();
        assertThat(scanner.skipValue()).isEqualTo(21);
        assertThat(scanner.current()).isEqualTo(JsonToken.OBJECT_END);
        assertThat(scanner.next()).isEqualTo(JsonToken.NUMBER);
        assertThat(scanner.skipValue()).isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "[1 2]",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "]",
                "}",
                "[}",
                "{]",
                "[1}",
                "{\"a\":1]",
                "1 1",
                "{} {}",
                "nul",
                "nulll",
                "True",
                "NaN",
                "Infinity",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".5",
                "1.e3",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "\"",
                "\"a",
                "\"\\",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\"",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"\u0000\"",
                "// c\n1",
                "/*c*/1",
                "\uFEFF1",
                "\u00a01",
                "[1]]",
                ",",
                ":",
                "\"a\"b"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> tokens(text)).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "80, lone continuation",
        "bf, lone continuation",
        "c3, cut after the lead of two",
        "c328, second byte missing",
        "c080, overlong of two",
        "c1bf, overlong of two",
        "e28280e2, cut after a good character",
        "e282, cut within three",
        "e28228, third byte missing",
        "e22880, second byte missing",
        "e08080, overlong of three",
        "e09fbf, overlong of three",
        "eda080, high surrogate",
        "edbfbf, low surrogate",
        "f0908d, cut within four",
        "f0288c8c, second byte missing",
        "f0902880, third byte missing",
        "f0908c28, fourth byte missing",
        "f0808080, overlong of four",
        "f08fbfbf, overlong of four",
        "f4908080, beyond Unicode",
        "f5808080, no lead",
        "f888808080, five bytes",
        "fe, no lead",
        "ff, no lead"
    })
    void refusesMalformedUtf8(String hex, String why) {
        byte[] content = HexFormat.of().parseHex(hex);
        for (int before = 0; before < 10; before++) {
            byte[] text = quoted("x".repeat(before), content, "y".repeat(9));
            assertThatThrownBy(() -> tokens(text)).as(why).isInstanceOf(JsonSyntaxException.class);
        }
        byte[] cut = quoted("", content, "");
        assertThatThrownBy(() -> tokens(cut)).as(why).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
    void acceptsTheEndsOfEachUtf8Range(String hex) {
        byte[] content = HexFormat.of().parseHex(hex);
        JsonScanner scanner = new JsonScanner(quoted("", content, ""));
        assertThat(scanner.next()).isEqualTo(JsonToken.STRING);
        assertThat(scanner.text()).isEqualTo(new String(content, UTF_8));
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void seesASpecialByteAtEveryPositionOfEveryLength() {
        for (int length = 0; length <= 40; length++) {
            String plain = "~".repeat(length);
            assertThat(text("\"" + plain + "\"")).isEqualTo(plain);
            for (int at = 0; at < length; at++) {
                String before = plain.substring(0, at);
                String after = plain.substring(at + 1);
                assertThat(text("\"" + before + "\\n" + after + "\"")).isEqualTo(before + "\n" + after);
                assertThat(text("\"" + before + "é" + after + "\"")).isEqualTo(before + "é" + after);
                assertThatThrownBy(() -> text("\"" + before + "\u001f" + after + "\""))
                        .isInstanceOf(JsonSyntaxException.class);
                assertThatThrownBy(() -> text("\"" + before + "\"" + after + "\""))
                        .isInstanceOf(JsonSyntaxException.class);
            }
        }
    }

    @Test
    void takesEveryOtherAsciiByteAsPlain() {
        for (char c = ' '; c <= 0x7f; c++) {
            if (c != '"' && c != '\\') {
                String content = "1234567" + c + "x".repeat(9);
                assertThat(text("\"" + content + "\"")).isEqualTo(content);
            }
        }
    }

    @Test
    void refusesDepthBeyondItsLimit() {
        assertThat(tokens("[".repeat(128) + "]".repeat(128))).hasSize(256);
        assertThatThrownBy(() -> tokens("[".repeat(129) + "]".repeat(129)))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage("nested deeper than 128 levels at byte 128");
        assertThatThrownBy(() -> tokens("{\"a\":".repeat(5_000_000))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void comparesTextThroughEscapes() {
        JsonScanner scanner = scanner("\"\\u006dodel\"");
        scanner.next();
        assertThat(scanner.textEquals("model")).isTrue();
        assertThat(scanner.textEquals("mode")).isFalse();
        assertThat(scanner.textIsEscaped()).isTrue();
        JsonScanner other = scanner("\"mod\\u0000l\"");
        other.next();
        assertThat(other.textEquals("model")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "7, 7",
        "-12, -12",
        "123456789012345678, 123456789012345678",
        "9223372036854775807, 9223372036854775807",
        "1e30, 9223372036854775807",
        "-1e30, -9223372036854775808",
        "2.9, 2",
        "1e2, 100"
    })
    void readsLongs(String json, long expected) {
        JsonScanner scanner = scanner(json);
        scanner.next();
        assertThat(scanner.longValue()).isEqualTo(expected);
    }

    @Test
    void keepsLongsExactUpToTheEndsOfTheirRange() {
        JsonScanner scanner = scanner("[9007199254740993123,-9223372036854775808,9223372036854775808]");
        scanner.next();
        scanner.next();
        assertThat(scanner.longValue()).isEqualTo(9007199254740993123L);
        scanner.next();
        assertThat(scanner.longValue()).isEqualTo(Long.MIN_VALUE);
        scanner.next();
        assertThat(scanner.longValue()).isEqualTo(Long.MAX_VALUE);
    }

    private static JsonScanner scanner(String text) {
        return new JsonScanner(text.getBytes(UTF_8));
    }

    private static String text(String json) {
        JsonScanner scanner = scanner(json);
        scanner.next();
        String text = scanner.text();
        scanner.next();
        return text;
    }

    private static List<String> tokens(String text) {
        return tokens(text.getBytes(UTF_8));
    }

    private static List<String> tokens(byte[] bytes) {
        JsonScanner scanner = new JsonScanner(bytes);
        List<String> tokens = new ArrayList<>();
        while (scanner.next() != JsonToken.END) {
            String raw = new String(bytes, scanner.start(), scanner.end() - scanner.start(), UTF_8);
            tokens.add(scanner.current() + " " + raw);
        }
        return tokens;
    }

    private static byte[] quoted(String before, byte[] content, String after) {
        byte[] head = ("\"" + before).getBytes(UTF_8);
        byte[] tail = (after + "\"").getBytes(UTF_8);
        byte[] all = new byte[head.length + content.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail, 0, all, head.length + content.length, tail.length);
        return all;
    }
}
