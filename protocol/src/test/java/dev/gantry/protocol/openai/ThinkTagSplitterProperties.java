package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ThinkTagSplitterProperties {
    private static final Pattern OPEN = Pattern.compile("^\\s{0,64}<think>\\n?");
    private static final Pattern CLOSE = Pattern.compile("\\n{0,2}</think>\\n{0,2}");

    @Property
    void piecesChangeNothing(
            @ForAll("texts") String text, @ForAll boolean inside, @ForAll @IntRange(min = 1, max = 12) int piece) {
        assertThat(SplitText.of(inside, text, piece)).isEqualTo(SplitText.of(inside, text, text.length() + 1));
    }

    @Property
    void nothingButTagsIsLost(
            @ForAll("texts") String text, @ForAll boolean inside, @ForAll @IntRange(min = 1, max = 12) int piece) {
        SplitText split = SplitText.of(inside, text, piece);
        assertThat(split).isEqualTo(byPattern(inside, text));
    }

    /// The same rule, said once over the whole text.
    private static SplitText byPattern(boolean inside, String text) {
        Matcher open = OPEN.matcher(text);
        String rest = text;
        if (open.find()) {
            rest = text.substring(open.end());
        } else if (!inside) {
            return new SplitText("", text);
        } else {
            rest = isUndecidedStart(text) || !text.startsWith("\n") ? text : text.substring(1);
        }
        Matcher close = CLOSE.matcher(rest);
        return close.find()
                ? new SplitText(rest.substring(0, close.start()), rest.substring(close.end()))
                : new SplitText(rest, "");
    }

    private static boolean isUndecidedStart(String text) {
        return "<think>".startsWith(text.stripLeading());
    }

    @Provide
    Arbitrary<String> texts() {
        List<String> parts = List.of(
                "<think>",
                "</think>",
                "<thi",
                "nk>",
                "</th",
                "ink>",
                "<",
                "/",
                "\n",
                "\n",
                "\n\n",
                " ",
                "a",
                "é",
                "😀");
        return Arbitraries.of(parts).list().ofMaxSize(14).map(chosen -> String.join("", chosen));
    }
}
