package dev.gantry.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.Dialect;
import dev.gantry.server.catalog.LocalModel;
import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.config.TestingSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void leadsFromAnAliasToTheDeploymentsInTheirOrder() {
        Router router = router("", Map.of("OPENROUTER_API_KEY", "o", "DEEPINFRA_API_KEY", "d"));

        Routing.Route route = route(router, "DeepSeek-v3", NOW);

        assertThat(route.model().id()).isEqualTo("deepseek-ai/DeepSeek-V3");
        assertThat(route.replaced()).isNull();
        assertThat(route.standsInFor()).isNull();
        assertThat(route.deployments())
                .extracting(Deployment::providerName, Deployment::upstreamModel)
                .containsExactly(
                        tuple("deepinfra", "deepseek-ai/DeepSeek-V3"), tuple("openrouter", "deepseek/deepseek-chat"));
        assertThat(route.deployments().getFirst().endpoint()).get().satisfies(endpoint -> {
            assertThat(endpoint.baseUrl()).hasToString("https://api.deepinfra.com/v1/openai");
            assertThat(endpoint.authHeader()).isEqualTo("Authorization");
            assertThat(endpoint).asString().doesNotContain("Bearer").contains("****");
        });
    }

    @Test
    void servesARetiredNameByItsReplacementFromMidnightUtcOn() {
        Router router = router("", Map.of("GEMINI_API_KEY", "g"));

        Routing.Route before = route(router, "gemini-2.5-flash", Instant.parse("2026-11-30T23:59:59.999Z"));
        Routing.Route after = route(router, "gemini-2.5-flash", Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(before.model().id()).isEqualTo("google/gemini-2.5-flash");
        assertThat(before.replaced()).isNull();
        assertThat(after.model().id()).isEqualTo("google/gemini-3.5-flash-lite");
        assertThat(after.replaced()).isEqualTo("google/gemini-2.5-flash");
        assertThat(after.deployments()).extracting(Deployment::upstreamModel).containsExactly("gemini-3.5-flash-lite");
    }

    @Test
    void followsReplacementsOfReplacements() {
        Router router = router("""
                providers: {v: {base-url: 'http://v'}}
                models:
                  a: {shutdown-date: 2026-01-01, replacement: b}
                  b: {shutdown-date: 2026-02-01, replacement: c}
                  c: {deployments: [{provider: v}]}
                """, Map.of());

        assertThat(route(router, "a", NOW).model().id()).isEqualTo("c");
        assertThat(route(router, "a", NOW).replaced()).isEqualTo("a");
    }

    @Test
    void refusesRetiredNamesWhereTheConfigurationSaysSo() {
        Router router = router("retired: refuse", Map.of("OPENROUTER_API_KEY", "o"));

        Routing routing = router.route("claude-4-sonnet", NOW);

        assertThat(routing).isInstanceOfSatisfying(Routing.Retired.class, retired -> {
            assertThat(retired.error().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
            assertThat(retired.error().param()).isEqualTo("model");
            assertThat(retired.error().message()).contains("2026-06-15", "anthropic/claude-sonnet-5");
        });
        assertThat(router.isAvailable(model("claude-4-sonnet"), NOW)).isFalse();
        assertThat(router.isAvailable(model("claude-sonnet-5"), NOW)).isTrue();
    }

    @Test
    void namesVariablesThatWorkTodayAndModelsThatAnswerNow() {
        Router router = routerWithEngine("");

        Routing routing = router.route("deepseek-ai/DeepSeek-V3", NOW);

        assertThat(routing).isInstanceOfSatisfying(Routing.NotConfigured.class, refused -> {
            assertThat(refused.variables())
                    .containsExactly("DEEPINFRA_API_KEY", "FIREWORKS_API_KEY", "RUNCRATE_API_KEY");
            assertThat(refused.answering()).containsExactly("HuggingFaceTB/SmolLM2-135M-Instruct");
            assertThat(refused.error().code()).isEqualTo(ErrorCode.MODEL_NOT_CONFIGURED);
            assertThat(refused.error().status()).isEqualTo(404);
            assertThat(refused.error().message())
                    .contains("DEEPINFRA_API_KEY", "HuggingFaceTB/SmolLM2-135M-Instruct", "deepseek-ai/DeepSeek-V3");
        });
    }

    @Test
    void aRetiredClaudeIsServedByItsReplacementInItsOwnDialect() {
        assertThat(router("", Map.of("ANTHROPIC_API_KEY", "a")).route("claude-4-sonnet", NOW))
                .isInstanceOfSatisfying(Routing.Route.class, route -> {
                    assertThat(route.model().id()).isEqualTo("anthropic/claude-sonnet-5");
                    assertThat(route.replaced()).isEqualTo("anthropic/claude-4-sonnet");
                    assertThat(route.deployments().getFirst().upstreamModel()).isEqualTo("claude-sonnet-5");
                    assertThat(route.deployments().getFirst().provider().dialect())
                            .isEqualTo(Dialect.ANTHROPIC);
                });
        assertThat(router("", Map.of()).route("claude-4-sonnet", NOW))
                .isInstanceOfSatisfying(
                        Routing.NotConfigured.class,
                        refused -> assertThat(refused.variables()).containsExactly("ANTHROPIC_API_KEY"));
    }

    @Test
    void suggestsNearIdsForUnknownOnesAndGuessesNoProvider() {
        Router router = router("", Map.of("OPENROUTER_API_KEY", "o"));

        Routing routing = router.route("deepseek-ai/DeepSeek-V9", NOW);

        assertThat(routing).isInstanceOfSatisfying(Routing.UnknownModel.class, unknown -> {
            assertThat(unknown.suggestions()).contains("deepseek-ai/DeepSeek-V3");
            assertThat(unknown.error().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
            assertThat(unknown.error().message()).contains("deepseek-ai/DeepSeek-V9", "GET /v1/models");
        });
        assertThat(router.route("openrouter/some-model", NOW)).isInstanceOf(Routing.UnknownModel.class);
        assertThat(router.route("x".repeat(1_000_000), NOW))
                .isInstanceOfSatisfying(
                        Routing.UnknownModel.class,
                        unknown -> assertThat(unknown.error().message()).hasSizeLessThan(400));
    }

    @Test
    void letsTheStandInAnswerForKnownModelsWithoutAProvider() {
        Router router = routerWithEngine("stand-in: local");

        Routing.Route route = route(router, "gpt-4o", NOW);

        assertThat(route.model().id()).isEqualTo("HuggingFaceTB/SmolLM2-135M-Instruct");
        assertThat(route.standsInFor()).isEqualTo("openai/gpt-4o");
        assertThat(router.route("no-such-model", NOW)).isInstanceOf(Routing.UnknownModel.class);
        assertThat(router.isAvailable(model("gpt-4o"), NOW)).isFalse();
    }

    @Test
    void refusesAStandInThatIsNoModel() {
        assertThatThrownBy(() -> router("stand-in: gpt-4oo", Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("stand-in: there is no model 'gpt-4oo'")
                .hasMessageContaining("openai/gpt-4o");
    }

    @Test
    void saysNotConfiguredWhenTheStandInIsNotConfiguredEither() {
        assertThat(router("stand-in: gpt-4o", Map.of()).route("deepseek-v3", NOW))
                .isInstanceOfSatisfying(Routing.NotConfigured.class, refused -> {
                    assertThat(refused.model().id()).isEqualTo("deepseek-ai/DeepSeek-V3");
                    assertThat(refused.answering()).isEmpty();
                });
    }

    @Test
    void routesToAnEngineThatIsStarting() {
        Routing.Route route = route(routerWithEngine(""), "local", NOW);

        assertThat(route.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.endpoint()).isEmpty();
            assertThat(deployment.provider().selfHosted()).isTrue();
        });
    }

    @Test
    void drawsByWeightWithinAnOrder() {
        Router router = router("""
                providers: {a: {base-url: 'http://a'}, b: {base-url: 'http://b'}, c: {base-url: 'http://c'}, z: {base-url: 'http://z'}}
                models:
                  m:
                    deployments:
                      - {provider: z, order: 2}
                      - {provider: a, weight: 3}
                      - {provider: b, weight: 1}
                      - {provider: c, weight: 0}
                """, Map.of());

        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            List<Deployment> deployments = route(router, "m", NOW).deployments();
            firsts.merge(deployments.getFirst().providerName(), 1, Integer::sum);
            assertThat(deployments)
                    .extracting(Deployment::providerName)
                    .endsWith("c", "z")
                    .hasSize(4);
        }

        assertThat(firsts).containsOnlyKeys("a", "b");
        assertThat(firsts.get("a")).isBetween(2_800, 3_200);
    }

    @Test
    void keepsRawThinkingForSelfHostedEngines() {
        Router router = router("""
                providers: {mine: {base-url: 'http://v', quirks: vllm}}
                models: {deepseek-ai/DeepSeek-R1: {deployments: [{provider: mine}, {provider: deepinfra, order: 2}]}}
                """, Map.of("DEEPINFRA_API_KEY", "d"));

        assertThat(route(router, "deepseek-r1", NOW).deployments())
                .extracting(Deployment::startsInThinking)
                .containsExactly(true, false);
    }

    private static Routing.Route route(Router router, String model, Instant now) {
        Routing routing = router.route(model, now);
        assertThat(routing).isInstanceOf(Routing.Route.class);
        return (Routing.Route) routing;
    }

    private static CatalogModel model(String name) {
        return ModelCatalog.builtIn().find(name).orElseThrow();
    }

    private static Router router(String yaml, Map<String, String> environment) {
        Settings settings = TestingSettings.fromYaml(yaml);
        return new Router(
                ModelCatalog.of(settings.models()),
                discover(settings, environment),
                settings.serving(),
                new SplittableRandom(7));
    }

    private static Router routerWithEngine(String yaml) {
        Settings settings = TestingSettings.fromYaml(yaml);
        return new Router(
                ModelCatalog.of(settings.models()).withLocalModels(List.of(LocalModel.DEFAULT)),
                discover(settings, Map.of()).withEngine(Optional::empty),
                settings.serving(),
                new SplittableRandom(7));
    }

    private static ProviderDirectory discover(Settings settings, Map<String, String> environment) {
        return new ProviderDiscovery(ProviderCatalog.builtIn(), environment, _ -> false, _ -> false).discover(settings);
    }
}
