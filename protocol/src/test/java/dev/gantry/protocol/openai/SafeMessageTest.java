package dev.gantry.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeMessageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://api.example.com/v1/chat?k=1 for help      | see [removed] for help",
                "connect to vllm-0.vllm.svc.cluster.local:8000 failed  | connect to [removed] failed",
                "no route to api.together.xyz                          | no route to [removed]",
                "dial 10.1.2.3:8000 refused                            | dial [removed] refused",
                "dial localhost:8080 refused                           | dial [removed] refused",
                "dial [fe80::1:2:3]:80 refused                         | dial [removed] refused",
                "key sk-proj-abcd1234 is wrong                         | key [removed] is wrong",
                "key gsk_abcd1234 is wrong                             | key [removed] is wrong",
                "key sk-ab****89 is wrong                              | key [removed] is wrong",
                "key AIzaSyA1234567890 is wrong                        | key [removed] is wrong",
                "Authorization: Bearer abc.def.ghi refused             | Authorization: [removed] refused",
                "key 0123456789abcdef0123456789abcdef is wrong         | key [removed] is wrong",
                "request 123e4567-e89b-12d3-a456-426614174000 failed   | request [removed] failed",
                "in organization org-AbC123 of you                     | in organization [removed] of you",
                "ask joe.doe@example.org                               | ask [removed]",
                "project 123456789012 is disabled                      | project [removed] is disabled",
                "open /usr/lib/python3/site.py failed                  | open [removed] failed",
                "open C:\\srv\\model.bin failed                        | open [removed] failed",
            })
    void takesOutWhatIsNotTheClients(String text, String expected) {
        assertThat(SafeMessage.clean(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid value for 'messages[0].content': expected a string, got null",
                "The model claude-haiku-4-5-20251001 does not support temperature 0.7 and top_p 0.95",
                "Qwen/Qwen3-235B-A22B-Instruct-2507 takes at most 32768 tokens (you asked for 40000)",
                "max_tokens must be <= 4096; got 5000. Use max_completion_tokens or response_format.json_schema",
                "Tool call validation failed: attempted to call 'f' which was not in request.tools",
                "e.g. a/b, 1.5, and 3:30 are fine",
            })
    void leavesPlainWordsAlone(String text) {
        assertThat(SafeMessage.clean(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It broke\nTraceback (most recent call last):\n  File \"x.py\", line 1",
                "It broke\n\tat com.acme.Foo.bar(Foo.java:12)",
                "It broke goroutine 12 [running]: main.main()",
            })
    void cutsStackTraces(String text) {
        assertThat(SafeMessage.clean(text)).isEqualTo("It broke");
    }

    @Test
    void isOneLineAndBounded() {
        assertThat(SafeMessage.clean("a\n\n b\u2028c\u0000d")).isEqualTo("a b c d");
        assertThat(SafeMessage.clean("x ".repeat(5_000))).hasSizeLessThanOrEqualTo(SafeMessage.MAX_CHARACTERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "a-", ":", "/a", "a@", "1", "*", "[", "aA1", "http://", "bearer ", "at a("})
    void takesNoLongTimeOnHostileText(String part) {
        assertThat(Duration.ofNanos(nanosFor(part.repeat(4_000 / part.length()))))
                .isLessThan(Duration.ofSeconds(2));
    }

    private static long nanosFor(String text) {
        long before = System.nanoTime();
        String cleaned = SafeMessage.clean(text);
        assertThat(cleaned.length()).isLessThanOrEqualTo(SafeMessage.MAX_CHARACTERS);
        return System.nanoTime() - before;
    }
}
