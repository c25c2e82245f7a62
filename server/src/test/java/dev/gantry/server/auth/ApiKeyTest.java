package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();

    @Test
    void hasTheDocumentedForm() {
        assertThat(ApiKey.generate(random).secret())
                .matches("rc_live_[0-9A-Za-z]{32}")
                .hasSize(ApiKey.LENGTH)
                .satisfies(key -> assertThat(ApiKey.isWellFormed(key)).isTrue());
    }

    @Test
    void neverRepeats() {
        List<String> keys = Stream.generate(() -> ApiKey.generate(random).secret())
                .limit(1_000)
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    /// Made with Python's zlib.crc32.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rc_live_000000000000000000000000003vSKjy",
                "rc_live_abcdefghijklmnopqrstuvwxyz1OSrpF",
                "rc_live_Gantry0Gantry1Gantry2Gantr3T753D",
                "rc_live_0000000000000000000000A0A40xmI8j"
            })
    void agreesWithAnIndependentChecksum(String key) {
        assertThat(ApiKey.isWellFormed(key)).isTrue();
    }

    @RepeatedTest(5)
    void noticesEveryChangeOfOneCharacter() {
        String key = ApiKey.generate(random).secret();

        assertThat(changesOfOneCharacter(key)).hasSize(32 * 61).noneMatch(ApiKey::isWellFormed);
    }

    @RepeatedTest(5)
    void noticesEveryTransposition() {
        String key = ApiKey.generate(random).secret();

        assertThat(transpositions(key)).hasSizeGreaterThan(400).noneMatch(ApiKey::isWellFormed);
    }

    @Test
    void noticesWhatCopyingDoes() {
        String key = ApiKey.generate(random).secret();

        assertThat(Stream.of(
                        key.substring(0, key.length() - 1),
                        key.substring(1),
                        key + "A",
                        key + " ",
                        " " + key,
                        "\"" + key + "\"",
                        key.replace("rc_live_", "RC_LIVE_"),
                        key.replace("rc_live_", "rc_test_"),
                        key + key))
                .noneMatch(ApiKey::isWellFormed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rc_live_",
                "sk-proj-1234567890",
                "rc_live_00000000000000000000000000------",
                "rc_live_ÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖ000000",
                "rc_live_\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0000000"
            })
    void isNotFooledByOtherText(String text) {
        assertThat(ApiKey.isWellFormed(text)).isFalse();
    }

    @Test
    void showsOnlyItsPrefix() {
        ApiKey key = ApiKey.generate(random);

        assertThat(key.prefix()).hasSize(12).isEqualTo(key.secret().substring(0, 12));
        assertThat(key).hasToString(key.prefix() + "…");
    }

    private static Stream<String> changesOfOneCharacter(String key) {
        return Stream.iterate(ApiKey.MARK.length(), i -> i < key.length(), i -> i + 1)
                .flatMap(i -> DIGITS.chars()
                        .filter(digit -> digit != key.charAt(i))
                        .mapToObj(digit -> key.substring(0, i) + (char) digit + key.substring(i + 1)));
    }

    private static Stream<String> transpositions(String key) {
        return Stream.iterate(ApiKey.MARK.length(), i -> i < key.length(), i -> i + 1)
                .flatMap(i -> Stream.iterate(i + 1, j -> j < key.length(), j -> j + 1)
                        .filter(j -> key.charAt(i) != key.charAt(j))
                        .map(j -> swap(key, i, j)));
    }

    private static String swap(String key, int i, int j) {
        StringBuilder swapped = new StringBuilder(key);
        swapped.setCharAt(i, key.charAt(j));
        swapped.setCharAt(j, key.charAt(i));
        return swapped.toString();
    }
}
