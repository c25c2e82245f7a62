package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What a stream asks of the JSON tools: use without garbage, removal of whole subtrees, halves of characters.
class JsonReuseTest {
    @Test
    void scannerStartsAfreshAfterBrokenText() {
        JsonScanner scanner = new JsonScanner("{\"a\":[1,{".getBytes(UTF_8));
        assertThatThrownBy(() -> {
                    while (scanner.next() != JsonToken.END) {
                        assertThat(scanner.depth()).isPositive();
                    }
                })
                .isInstanceOf(JsonSyntaxException.class);

        byte[] text = "xx[true]yy".getBytes(UTF_8);
        scanner.reset(text, 2, 8);

        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_START);
        assertThat(scanner.next()).isEqualTo(JsonToken.TRUE);
        assertThat(scanner.start()).isEqualTo(3);
        assertThat(scanner.next()).isEqualTo(JsonToken.ARRAY_END);
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void scannerRefusesARangeOutsideTheText() {
        JsonScanner scanner = new JsonScanner(new byte[0]);
        assertThatThrownBy(() -> scanner.reset(new byte[3], 1, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void editsInsideARemovedElementAreVoid() {
        String json = "[{\"a\":1},{\"b\":2},{\"c\":3}]";
        JsonEdits edits = new JsonEdits(json.getBytes(UTF_8));
        edits.insertMember(9, "\"x\":0".getBytes(UTF_8)).replace(14, 15, "99".getBytes(UTF_8));
        edits.removeMember(9, 16);

        assertThat(new String(edits.apply(), UTF_8)).isEqualTo("[{\"a\":1},{\"c\":3}]");
    }

    @Test
    void halvesOfACharacterLeaveAsEscapes() {
        assertThat(new String(JsonText.quote("a\ud83d"), UTF_8)).isEqualTo("\"a\\ud83d\"");
        assertThat(new String(JsonText.quote("\ude00b"), UTF_8)).isEqualTo("\"\\ude00b\"");
        assertThat(new String(JsonText.quote("\ud83d\ude00"), UTF_8)).isEqualTo("\"\ud83d\ude00\"");
    }
}
