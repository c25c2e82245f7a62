package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Holds the scanner against Jackson's parser, fed with text that Java's strict UTF-8 decoder let through.
class JsonScannerProperties {
    private static final JsonFactory JACKSON = new JsonFactory();

    @Property
    void readsWhatJacksonReads(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(ours(bytes)).isNotNull().isEqualTo(jacksons(bytes));
    }

    @Property(tries = 3000)
    void agreesWithJacksonOnDamagedText(@ForAll("damaged") byte[] bytes) {
        assertThat(ours(bytes)).as(() -> new String(bytes, UTF_8)).isEqualTo(jacksons(bytes));
    }

    @Property
    void agreesWithJacksonOnAnyBytes(@ForAll byte[] bytes) {
        assertThat(ours(bytes)).isEqualTo(jacksons(bytes));
    }

    @Property
    void skippingEndsWhereReadingEnds(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(UTF_8);
        JsonScanner skipping = new JsonScanner(bytes);
        skipping.next();
        int end = skipping.skipValue();
        assertThat(end).isEqualTo(text.stripTrailing().getBytes(UTF_8).length);
        assertThat(skipping.depth()).isZero();
        assertThat(skipping.next()).isEqualTo(JsonToken.END);
    }

    @Provide
    Arbitrary<String> texts() {
        return JsonArbitraries.text();
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.of((byte) '"', (byte) '\\', (byte) ',', (byte) ':', (byte) '0', (byte) '}', (byte) '['));
        return Combinators.combine(
                        JsonArbitraries.text(), Arbitraries.integers().between(0, 1000), bytes, Arbitraries.of(0, 1, 2))
                .as((text, at, b, how) -> damage(text.getBytes(UTF_8), at, b, how));
    }

    private static byte[] damage(byte[] bytes, int at, byte b, int how) {
        int position = at % bytes.length;
        if (how == 0) {
            bytes[position] = b;
            return bytes;
        }
        byte[] tail = Arrays.copyOfRange(bytes, how == 1 ? position + 1 : position, bytes.length);
        byte[] head = Arrays.copyOf(bytes, how == 1 ? position : position + 1);
        if (how == 2) {
            head[position] = b;
        }
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    /// The tokens with their decoded texts; null where the text is refused.
    private static @Nullable List<String> ours(byte[] bytes) {
        List<String> tokens = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(bytes);
        try {
            while (scanner.next() != JsonToken.END) {
                tokens.add(
                        switch (scanner.current()) {
                            case NAME, STRING -> scanner.current() + scanner.text();
                            case NUMBER -> scanner.current() + scanner.numberText();
                            default -> scanner.current().toString();
                        });
            }
            return tokens;
        } catch (JsonSyntaxException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            return null;
        }
    }

    private static @Nullable List<String> jacksons(byte[] bytes) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = JACKSON.createParser(
                ObjectReadContext.empty(),
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())) {
            int depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0 && !tokens.isEmpty()) {
                    return null;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                tokens.add(
                        switch (token) {
                            case START_OBJECT -> "OBJECT_START";
                            case END_OBJECT -> "OBJECT_END";
                            case START_ARRAY -> "ARRAY_START";
                            case END_ARRAY -> "ARRAY_END";
                            case PROPERTY_NAME -> "NAME" + parser.getString();
                            case VALUE_STRING -> "STRING" + parser.getString();
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER" + parser.getString();
                            case VALUE_TRUE -> "TRUE";
                            case VALUE_FALSE -> "FALSE";
                            case VALUE_NULL -> "NULL";
                            default -> throw new IllegalStateException(token.toString());
                        });
            }
            return tokens.isEmpty() ? null : tokens;
        } catch (CharacterCodingException | JacksonException e) {
            return null;
        }
    }
}
