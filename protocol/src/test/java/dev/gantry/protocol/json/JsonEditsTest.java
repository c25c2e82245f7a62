package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEditsTest {
    @Test
    void copiesWhereThereIsNoEdit() {
        byte[] source = "{ }".getBytes(UTF_8);
        byte[] copy = new JsonEdits(source).apply();
        assertThat(copy).isEqualTo(source).isNotSameAs(source);
    }

    @Test
    void replacesInAnyOrderAndKeepsTheSource() {
        byte[] source = "{\"a\":1,\"b\":2}".getBytes(UTF_8);
        JsonEdits edits = new JsonEdits(source).replace(11, 12, bytes("22")).replace(5, 6, bytes("[]"));
        assertThat(text(edits)).isEqualTo("{\"a\":[],\"b\":22}");
        assertThat(source).isEqualTo("{\"a\":1,\"b\":2}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}          | {\"x\":0}",
                "{ }         | {\"x\":0 }",
                "{\"a\":1}   | {\"x\":0,\"a\":1}",
                "{ \"a\":1}  | {\"x\":0, \"a\":1}",
                "{\\n}        | {\"x\":0\\n}"
            })
    void insertsAMember(String source, String expected) {
        String text = source.replace("\\n", "\n");
        JsonEdits edits = new JsonEdits(bytes(text)).insertMember(0, bytes("\"x\":0"));
        assertThat(text(edits)).isEqualTo(expected.replace("\\n", "\n"));
    }

    @Test
    void insertsSeveralMembersInTheirOrder() {
        JsonEdits edits = new JsonEdits(bytes("{\"a\":1}"))
                .insertMember(0, bytes("\"x\":0"))
                .insertMember(0, bytes("\"y\":0"));
        assertThat(text(edits)).isEqualTo("{\"x\":0,\"y\":0,\"a\":1}");
    }

    @Test
    void insertsBeforeAnEditedMemberAfterWhiteSpace() {
        JsonEdits edits =
                new JsonEdits(bytes("{ \"a\":1}")).replace(2, 5, bytes("\"b\"")).insertMember(0, bytes("\"x\":0"));
        assertThat(text(edits)).isEqualTo("{\"x\":0 ,\"b\":1}");
    }

    @Test
    void insertsIntoAnObjectWhoseMembersAreAllRemoved() {
        JsonEdits edits = new JsonEdits(bytes("{ \"a\":1 , \"b\":2 }"))
                .insertMember(0, bytes("\"x\":0"))
                .removeMember(2, 7)
                .removeMember(10, 15);
        assertThat(text(edits)).isEqualTo("{\"x\":0  }");
    }

    @Test
    void resetForgetsEditsAndTurnsToAnotherRange() {
        JsonEdits edits = new JsonEdits(bytes("[1]")).replace(1, 2, bytes("2"));
        edits.reset(bytes("xx[3]yy"), 2, 5);
        assertThat(edits.isEmpty()).isTrue();
        edits.replace(3, 4, bytes("44"));
        assertThat(text(edits)).isEqualTo("[44]");
        byte[] target = new byte[2 + edits.maxLength()];
        assertThat(edits.applyTo(target, 2)).isEqualTo(6);
        assertThat(new String(target, 2, 4, UTF_8)).isEqualTo("[44]");
    }

    @Test
    void refusesRangesOutsideItsText() {
        JsonEdits edits = new JsonEdits().reset(bytes("xx[3]yy"), 2, 5);
        assertThatThrownBy(() -> edits.replace(1, 3, bytes(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edits.replace(4, 6, bytes(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edits.replace(4, 3, bytes(""))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(JsonEdits edits) {
        return new String(edits.apply(), UTF_8);
    }
}
