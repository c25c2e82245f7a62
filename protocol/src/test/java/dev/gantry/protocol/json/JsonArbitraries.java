package dev.gantry.protocol.json;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random JSON texts in all the forms that RFC 8259 allows: white space everywhere, escapes where none is needed,
/// odd numbers, characters of one to four bytes.
public final class JsonArbitraries {
    private JsonArbitraries() {}

    public static Arbitrary<String> whiteSpace() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just("")), Tuple.of(1, Arbitraries.of(" ", "\n", "\t", "\r\n", "   ", " \t ")));
    }

    /// A string with its quotes.
    public static Arbitrary<String> string() {
        Arbitrary<String> piece = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.strings().alpha().numeric().ofMaxLength(12)),
                Tuple.of(2, Arbitraries.of("é", "漢字", "😀", "\u2028", "\u0085", "/", "'", "{", "}", ",", ":")),
                Tuple.of(
                        2,
                        Arbitraries.of("\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", "\\ud800", "\\t")));
        return piece.list().ofMaxSize(4).map(pieces -> '"' + String.join("", pieces) + '"');
    }

    public static Arbitrary<String> number() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.of("0", "-0", "1.0", "0.10", "1e3", "1E+2", "-2.5e-7", "123456789012345678901234567890"));
    }

    public static Arbitrary<String> scalar() {
        return Arbitraries.oneOf(string(), number(), Arbitraries.of("true", "false", "null"));
    }

    /// A value that nests at most three levels deep, without white space around it.
    public static Arbitrary<String> value() {
        return Arbitraries.recursive(JsonArbitraries::scalar, JsonArbitraries::container, 0, 3);
    }

    /// A value with white space around it.
    public static Arbitrary<String> text() {
        return padded(value());
    }

    /// An object of these members, each a name and a value, with white space between all tokens.
    public static Arbitrary<String> object(List<String> members) {
        return whiteSpace().list().ofSize(members.size() + 1).map(spaces -> {
            StringBuilder text = new StringBuilder("{").append(spaces.get(0));
            for (int i = 0; i < members.size(); i++) {
                text.append(i == 0 ? "" : spaces.get(i) + ",")
                        .append(members.get(i))
                        .append(spaces.get(i + 1));
            }
            return text.append('}').toString();
        });
    }

    private static Arbitrary<String> container(Arbitrary<String> element) {
        Arbitrary<String> array = padded(element).list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> member =
                Combinators.combine(padded(string()), padded(element)).as((name, v) -> name + ":" + v);
        Arbitrary<String> object = member.list().ofMaxSize(4).map(list -> "{" + String.join(",", list) + "}");
        Arbitrary<String> empty = whiteSpace().flatMap(s -> Arbitraries.of("[" + s + "]", "{" + s + "}"));
        return Arbitraries.oneOf(element, array, object, empty);
    }

    private static Arbitrary<String> padded(Arbitrary<String> text) {
        return Combinators.combine(whiteSpace(), text, whiteSpace()).as((before, it, after) -> before + it + after);
    }
}
