package dev.gantry.server.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.config.StartupException;
import dev.gantry.server.config.TestingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
    private final ModelCatalog builtIn = ModelCatalog.builtIn();

    /// The table of the documented page, word for word.
    @ParameterizedTest
    @CsvSource(textBlock = """
            deepseek-ai/DeepSeek-V3,   131072,  'General purpose, cost-effective'
            anthropic/claude-4-sonnet, 200000,  'Reasoning, analysis, coding'
            google/gemini-2.5-flash,   1048576, 'Fast, multimodal, long context'
            meta-llama/Llama-4-Scout,  131072,  'Multilingual, efficient'
            Qwen/Qwen3-Max,            131072,  'Reasoning, multilingual'
            """)
    void hasEveryModelOfThePage(String id, int context, String bestFor) {
        CatalogModel model = require(id);

        assertThat(model.id()).isEqualTo(id);
        assertThat(model.tokens().contextLength()).isEqualTo(context);
        assertThat(model.about().bestFor()).isEqualTo(bestFor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-2.5-flash", "llama-4-maverick", "gemma-3", "gpt-4o"})
    void knowsTheVisionModelsOfThePage(String name) {
        assertThat(require(name).hasVision()).isTrue();
        assertThat(require(name).abilities().capabilities()).contains(Capability.VISION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepseek-r1", "qwq"})
    void knowsTheReasoningModelsOfThePage(String name) {
        CatalogModel model = require(name);

        assertThat(model.abilities().capabilities()).contains(Capability.REASONING);
        assertThat(model.traits().alwaysThinks()).isTrue();
        assertThat(model.traits().injectsDefaults()).isFalse();
        assertThat(model.tokens().defaultMaxTokens()).isEqualTo(16_384);
    }

    @Test
    void matchesWithoutRegardToCaseAndThroughAliases() {
        assertThat(require("DEEPSEEK-AI/deepseek-v3").id()).isEqualTo("deepseek-ai/DeepSeek-V3");
        assertThat(require("DeepSeek-V3").id()).isEqualTo("deepseek-ai/DeepSeek-V3");
        assertThat(require("GPT-4o").id()).isEqualTo("openai/gpt-4o");
        assertThat(builtIn.find("deepseek-ai/DeepSeek-V3 ")).isEmpty();
        assertThat(builtIn.find("")).isEmpty();
    }

    @Test
    void givesEveryModelADefaultCapByTheRule() {
        assertThat(require("deepseek-v3").tokens().defaultMaxTokens()).isEqualTo(4_096);
        assertThat(require("claude-sonnet-5").tokens().defaultMaxTokens()).isEqualTo(16_384);
        assertThat(require("local").tokens().defaultMaxTokens()).isEqualTo(1_024);
        assertThat(builtIn.models()).allSatisfy(model -> {
            Integer most = model.tokens().maxOutputTokens();
            assertThat(model.tokens().defaultMaxTokens()).isBetween(1, most == null ? 16_384 : most);
        });
    }

    @Test
    void injectsDefaultsOnlyForBuiltInModelsThatTakeSamplingWithoutThinking() {
        assertThat(require("deepseek-v3").traits().injectsDefaults()).isTrue();
        assertThat(require("claude-sonnet-5").traits().injectsDefaults()).isFalse();
        assertThat(require("deepseek-flash").traits().injectsDefaults()).isFalse();
        assertThat(configured("{mine: {}}").find("mine").orElseThrow().traits().injectsDefaults())
                .isFalse();
    }

    @Test
    void addsTheUsersModels() {
        ModelCatalog catalog = configured("""
                {Qwen/Qwen3-32B: {aliases: [qwen], deployments: [{provider: my-vllm, model: qwen3}, {provider: b}],
                 price: {input: "0.10", output: "0.30", cached-input: "0.01"}, capabilities: [reasoning]}}""");

        CatalogModel model = catalog.find("QWEN").orElseThrow();
        assertThat(model.id()).isEqualTo("Qwen/Qwen3-32B");
        assertThat(model.offers())
                .containsExactly(
                        new Offer("my-vllm", "qwen3", 1, 1, true, false),
                        new Offer("b", "Qwen/Qwen3-32B", 1, 1, true, false));
        assertThat(model.price()).isEqualTo(new Price(100_000, 300_000, 10_000L));
        assertThat(model.tokens().contextLength()).isNull();
        assertThat(model.tokens().defaultMaxTokens()).isEqualTo(16_384);
        assertThat(model.about().ownedBy()).isEqualTo("Qwen");
        assertThat(List.copyOf(catalog.models()).getLast()).isEqualTo(model);
    }

    @Test
    void overridesOnlyWhatTheUserNames() {
        ModelCatalog catalog =
                configured("{deepseek-ai/deepseek-v3: {aliases: [ds], price: {input: '1', output: '2'}}}");

        CatalogModel model = catalog.find("ds").orElseThrow();
        assertThat(model.id()).isEqualTo("deepseek-ai/DeepSeek-V3");
        assertThat(model.price()).isEqualTo(new Price(1_000_000, 2_000_000, null));
        assertThat(model.tokens().contextLength()).isEqualTo(131_072);
        assertThat(model.offers()).isEqualTo(require("deepseek-v3").offers());
        assertThat(model.aliases()).contains("deepseek-v3", "ds");
        assertThat(catalog.models()).hasSameSizeAs(builtIn.models());
    }

    @Test
    void hidesModels() {
        ModelCatalog catalog = configured("{Qwen/Qwen3-Max: {hidden: true}}");

        assertThat(catalog.find("Qwen/Qwen3-Max")).isEmpty();
        assertThat(catalog.find("qwen3-max")).isEmpty();
    }

    @Test
    void letsTheUserTakeABuiltInAlias() {
        ModelCatalog catalog = configured("{mine: {aliases: [GPT-4o]}}");

        assertThat(catalog.find("gpt-4o")).get().extracting(CatalogModel::id).isEqualTo("mine");
        assertThat(catalog.find("openai/gpt-4o"))
                .get()
                .satisfies(model -> assertThat(model.aliases()).doesNotContain("gpt-4o"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: {aliases: [deepseek-ai/DeepSeek-V3]}}            | is the id of another model; hide that one first
            {a: {aliases: [x]}, b: {aliases: [X]}}               | models.b.aliases: 'X' is already an alias of a
            {a: {price: {input: '0.0000001', output: '1'}}}      | models.a.price.input: found '0.0000001'
            {a: {price: {input: '-1', output: '1'}}}             | at most six decimals
            {a: {price: {input: '1'}}}                           | models.a.price.output is missing
            {a: {capabilities: [chat, magic]}}                   | models.a.capabilities: found 'magic', expected some of chat, code, reasoning, vision
            {a: {input-modalities: [audio]}}                     | expected some of text, image, file
            {a: {replacement: b, shutdown-date: 2026-01-01}}     | models.a.replacement: there is no model 'b'
            {a: {replacement: gpt-4o}}                           | shutdown-date and replacement belong together
            {a: {replacement: a, shutdown-date: 2026-01-01}}     | go round in a circle
            {openai/gpt-6-luna: {hidden: true}}                  | models.openai/gpt-4o.replacement: there is no model
            """)
    void refusesWhatIsAmbiguousOrWrong(String models, String message) {
        assertThatThrownBy(() -> configured(models))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesTheModelsOfTheEngine() {
        ModelCatalog catalog = builtIn.withLocalModels(List.of(LocalModel.DEFAULT));

        CatalogModel model = catalog.find("local").orElseThrow();
        assertThat(model.id()).isEqualTo("HuggingFaceTB/SmolLM2-135M-Instruct");
        assertThat(model.about().name()).isEqualTo("SmolLM2 135M Instruct");
        assertThat(model.price()).isEqualTo(Price.FREE);
        assertThat(model.offers()).extracting(Offer::provider).containsExactly("local");
        assertThat(model.traits().injectsDefaults()).isTrue();
    }

    @Test
    void givesTheAliasLocalToTheFirstModelOfTheEngine() {
        ModelCatalog catalog = builtIn.withLocalModels(List.of(
                new LocalModel("local/qwen3", 512, true, true, true),
                new LocalModel("local/b", 4_096, false, false, false)));

        CatalogModel model = catalog.find("LOCAL").orElseThrow();
        assertThat(model.id()).isEqualTo("local/qwen3");
        assertThat(model.hasVision()).isTrue();
        assertThat(model.tokens().defaultMaxTokens()).isEqualTo(512);
        assertThat(model.abilities().supportedFeatures()).contains(Feature.TOOLS, Feature.REASONING);
        assertThat(model.traits().injectsDefaults()).isFalse();
        assertThat(catalog.find("smollm2"))
                .get()
                .satisfies(other -> assertThat(other.offers()).isEmpty());
        assertThat(catalog.find("local/b")).isPresent();
    }

    @Test
    void suggestsNearIds() {
        assertThat(builtIn.nearest("deepseek-ai/DeepSeek-V4", 3))
                .startsWith("deepseek-ai/DeepSeek-V3")
                .hasSizeLessThanOrEqualTo(3);
        assertThat(builtIn.nearest("gpt4o", 1)).containsExactly("openai/gpt-4o");
        assertThat(builtIn.nearest("xyzzy", 3)).isEmpty();
    }

    private CatalogModel require(String name) {
        return builtIn.find(name).orElseThrow();
    }

    private static ModelCatalog configured(String models) {
        return ModelCatalog.of(requireNonNull(
                TestingSettings.fromYaml("models: " + models.replace("\n", " ")).models()));
    }
}
