package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagSplitterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain answer                       | ``            | plain answer",
                "<think>why</think>answer           | why           | answer",
                "<think>/why//</think>//answer      | why           | answer",
                "<think>//why///</think>///answer   | /why/         | /answer",
                "` / <think>why</think>answer`      | why           | answer",
                "<think></think>answer              | ``            | answer",
                "<think>///</think>//answer         | ``            | answer",
                "<think>never closed                | never closed  | ``",
                "<think>cut in the </thi            | cut in the </thi | ``",
                "<think>cut at breaks//             | cut at breaks// | ``",
                "<thi                               | ``            | <thi",
                "<thinking>x</thinking>             | ``            | <thinking>x</thinking>",
                "x <think>code</think>              | ``            | x <think>code</think>",
                "<think>a</think>b<think>c</think>  | a             | b<think>c</think>",
                "<think>a < b </ c </thin></think>d | a < b </ c </thin> | d",
                "<think>a<think>b</think>c          | a<think>b     | c",
                "`   `                              | ``            | `   `",
                "<think>a</think>                   | a             | ``",
                "<think>a</think>/                  | a             | ``",
                "<think>a</think>/ /b               | a             | ` /b`",
            })
    void splitsAtTheTags(String text, String reasoning, String answer) {
        check(false, text, reasoning, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "why</think>answer          | why    | answer",
                "/why/</think>//answer      | why    | answer",
                "<think>/why</think>answer  | why    | answer",
                "</think>answer             | ``     | answer",
                "no close                   | no close | ``",
                "<thi                       | <thi   | ``",
                "<thin air</think>b         | <thin air | b",
            })
    void mayStartInside(String text, String reasoning, String answer) {
        check(true, text, reasoning, answer);
    }

    private static void check(boolean startsInThinking, String escaped, String reasoning, String answer) {
        String text = breaks(escaped);
        for (int size = 1; size <= text.length() + 1; size++) {
            SplitText split = SplitText.of(startsInThinking, text, size);
            assertThat(split)
                    .describedAs("pieces of %d", size)
                    .isEqualTo(new SplitText(breaks(reasoning), breaks(answer)));
        }
    }

    private static String breaks(String text) {
        return text.replace("</", "\u0000").replace('/', '\n').replace("\u0000", "</");
    }
}
