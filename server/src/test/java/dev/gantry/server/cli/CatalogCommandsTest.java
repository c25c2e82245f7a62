package dev.gantry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogCommandsTest {
    private record Outcome(int exit, String out, String err) {}

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void listsTheCatalogWithWhatMakesEachModelAvailable() {
        environment.put("GROQ_API_KEY", "gsk-secret");

        Outcome outcome = models();

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines().toList())
                .anyMatch(line -> line.matches("MODEL +CONTEXT +VISION +CATEGORIES +BEST FOR +AVAILABLE VIA"))
                .anyMatch(line -> line.matches(
                        "meta-llama/Llama-4-Scout +128K +Vision +chat, code +Multilingual, efficient +groq"))
                .anyMatch(line -> line.startsWith("deepseek-ai/DeepSeek-V3 ") && line.contains("(DEEPINFRA_API_KEY, "))
                .anyMatch(line -> line.startsWith("anthropic/claude-4-sonnet")
                        && line.endsWith("retired; anthropic/claude-sonnet-5 answers"))
                .anyMatch(line -> line.startsWith("HuggingFaceTB/SmolLM2") && line.endsWith("local"));
        assertThat(outcome.out()).doesNotContain("gsk-secret");
    }

    @Test
    void printsTheListOfTheWire() {
        environment.put("OPENAI_API_KEY", "k");

        JsonNode list = JsonMapper.shared().readTree(models("--json").out());

        assertThat(list.get("data")).anySatisfy(model -> {
            assertThat(model.get("id").asString()).isEqualTo("openai/gpt-4o");
            assertThat(model.get("available").asBoolean()).isTrue();
        });
        assertThat(list.get("data")).anySatisfy(model -> {
            assertThat(model.get("id").asString()).isEqualTo("deepseek-ai/DeepSeek-V3");
            assertThat(model.get("available").asBoolean()).isFalse();
        });
    }

    @Test
    void recommendsLocalModels() {
        Outcome outcome = models("--local");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("./gantry serve --model hf:", "Apache-2.0", "thinking, tools", "vision");
    }

    @Test
    void teachesByExample() {
        assertThat(models("--help").out()).contains("./gantry models --json", "./gantry models --local");
        assertThat(checkConfig("--help").out()).contains("./gantry check-config --config new.yaml");
        assertThat(models("--help").out() + checkConfig("--help").out())
                .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
    }

    @Test
    void printsTheEffectiveConfigurationWithItsOrigins() throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), """
                listen: {port: 9000}
                providers: {mine: {base-url: "http://10.0.0.5:8000", api-key: "${KEY}", quirks: vllm}}
                """);
        environment.putAll(Map.of("KEY", "sk-secret", "GANTRY_RETIRED", "refuse", "OPENAI_API_KEY", "sk-open"));

        Outcome outcome = checkConfig();

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines().toList())
                .anyMatch(line -> line.matches("listen.port +9000 +gantry.yaml:1"))
                .anyMatch(line -> line.matches("retired +refuse +\\$GANTRY_RETIRED"))
                .anyMatch(line -> line.matches("shutdown-grace +30s +default"))
                .anyMatch(line -> line.matches("providers.mine.api-key +\\*\\*\\*\\* +gantry.yaml:2"))
                .anyMatch(line -> line.matches("mine +http://10.0.0.5:8000/v1 +configuration"))
                .anyMatch(line -> line.matches("openai +https://api.openai.com/v1 +\\$OPENAI_API_KEY"));
        assertThat(outcome.out()).doesNotContain("sk-secret", "sk-open");
    }

    @Test
    void saysWhatIsWrongInOneSentenceAndExitsWithOne() throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), "listen: {prt: 9000}");

        Outcome outcome = checkConfig();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().strip())
                .isEqualTo("gantry.yaml:1: unknown key 'listen.prt'; did you mean 'listen.port'?");
        assertThat(models().exit()).isEqualTo(1);
    }

    @Test
    void findsMistakesThatOnlyTheWholeShows() throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), "stand-in: nothing-like-it");
        assertThat(checkConfig().err()).contains("stand-in: there is no model 'nothing-like-it'");

        Files.writeString(folder.resolve("gantry.yaml"), "models: {m: {deployments: [{provider: nobody}]}}");
        assertThat(checkConfig().err()).contains("there is no provider 'nobody'");
    }

    @Test
    void printsTheReferenceOfAllSettings() {
        assertThat(checkConfig("--describe").out())
                .contains("| `listen.port` | `GANTRY_LISTEN_PORT`, `--port` | port | `8080` | 0 to 65535 |");
    }

    private Outcome models(String... arguments) {
        return run(new ModelsCommand(environment, CLOCK), arguments);
    }

    private Outcome checkConfig(String... arguments) {
        return run(new CheckConfigCommand(environment), arguments);
    }

    private Outcome run(Object command, String... arguments) {
        environment.put("GANTRY_DATA_DIR", folder.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Outcome(exit, out.toString(), err.toString());
    }
}
