package dev.gantry.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.EncodedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Each `<version>/<case>.json` is the body that the case of this name becomes, laid out for reading; the first line,
/// a comment, is what is reported. The module `testing` holds the same files against the vendor's own types.
class RequestGoldenTest {
    private static final String REWRITE = "gantry.goldens.rewrite";
    private static final Path GOLDENS = Path.of("src/test/resources/fixtures/anthropic/requests");
    private static final Map<String, ChatRequest> CASES = RequestCases.all();
    private static final JsonMapper JSON = JsonMapper.shared();

    static Set<String> cases() {
        return CASES.keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesTheGoldenBodyOfAModelWithBudgets(String name) throws IOException {
        assertGolden(name, Targets.MANUAL);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesTheGoldenBodyOfAModelWithLevels(String name) throws IOException {
        assertGolden(name, Targets.ADAPTIVE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesTheSameBytesEveryTime(String name) {
        ChatRequest request = Objects.requireNonNull(CASES.get(name));
        for (AnthropicTarget target : new AnthropicTarget[] {Targets.MANUAL, Targets.ADAPTIVE, Targets.PLAIN}) {
            assertThat(encode(request, target).body())
                    .isEqualTo(encode(Objects.requireNonNull(RequestCases.all().get(name)), target)
                            .body());
        }
    }

    private static void assertGolden(String name, AnthropicTarget target) throws IOException {
        Path golden = GOLDENS.resolve(target.version().header()).resolve(name + ".json");
        EncodedRequest encoded = encode(Objects.requireNonNull(CASES.get(name)), target);
        String body = new String(encoded.body(), StandardCharsets.UTF_8);
        String text = ("// " + Adjustment.header(encoded.adjustments())).strip() + "\n"
                + JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(body))
                + "\n";

        if (Boolean.getBoolean(REWRITE)) {
            Files.createDirectories(GOLDENS.resolve(target.version().header()));
            Files.writeString(golden, text);
        }
        assertThat(text)
                .describedAs("%s; after a change that is meant: -D%s=true rewrites all goldens", golden, REWRITE)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    private static EncodedRequest encode(ChatRequest request, AnthropicTarget target) {
        return new MessagesRequestEncoder().encode(request, target);
    }
}
