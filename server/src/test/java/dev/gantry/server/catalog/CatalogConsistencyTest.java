package dev.gantry.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the built-in data together, and prints it for the one who changed it.
class CatalogConsistencyTest {
    private final ModelCatalog models = ModelCatalog.builtIn();
    private final ProviderCatalog providers = ProviderCatalog.builtIn();

    @Test
    void everyOfferIsOfAKnownHostThatAVariableEnables() {
        List<String> lines = new ArrayList<>();
        for (CatalogModel model : models.models()) {
            for (Offer offer : model.offers()) {
                Provider provider = providers.find(offer.provider()).orElseThrow();
                assertThat(provider.keyVariables()).as(provider.name()).isNotEmpty();
                assertThat(offer.upstreamModel()).isNotBlank();
                lines.add("%s -> %s -> %s -> %s%s"
                        .formatted(
                                model.id(),
                                provider.name(),
                                provider.keyVariables().getFirst(),
                                offer.upstreamModel(),
                                offer.confirmed() ? "" : " (likely)"));
            }
        }
        System.out.println(String.join("\n", lines));
        assertThat(lines).doesNotHaveDuplicates();
    }

    @Test
    void everyModelIsServedReplacedOrLocal() {
        assertThat(models.models())
                .allSatisfy(model -> assertThat(
                                !model.offers().isEmpty() || model.retirement() != null || isOpenAndSmall(model))
                        .as(model.id())
                        .isTrue());
    }

    private static boolean isOpenAndSmall(CatalogModel model) {
        return List.of("HuggingFaceTB/SmolLM2-135M-Instruct", "google/gemma-3-1b-it")
                .contains(model.id());
    }

    @Test
    void everyNameIsClaimedOnce() {
        Map<String, String> owners = new HashMap<>();
        models.models().forEach(model -> {
            List<String> names = new ArrayList<>(model.aliases());
            names.add(model.id());
            names.forEach(name -> assertThat(Optional.ofNullable(owners.put(CatalogModel.key(name), model.id())))
                    .as(name)
                    .isEmpty());
        });
    }

    @Test
    void offersOfAModelHaveTheirOwnOrders() {
        assertThat(models.models())
                .allSatisfy(model -> assertThat(model.offers())
                        .extracting(Offer::order)
                        .as(model.id())
                        .doesNotHaveDuplicates()
                        .isSorted());
    }

    @Test
    void abilitiesAgreeWithEachOther() {
        assertThat(models.models()).allSatisfy(model -> {
            CatalogModel.Abilities abilities = model.abilities();
            assertThat(abilities.capabilities().contains(Capability.VISION))
                    .as(model.id())
                    .isEqualTo(model.hasVision());
            assertThat(abilities.inputModalities()).as(model.id()).contains(Modality.TEXT);
            if (abilities.supportedFeatures().contains(Feature.REASONING)) {
                assertThat(abilities.capabilities()).as(model.id()).contains(Capability.REASONING);
            }
        });
    }

    @Test
    void retiredModelsLeadToOnesThatAreNot() {
        List<Retirement> retirements = models.models().stream()
                .flatMap(model -> Stream.ofNullable(model.retirement()))
                .toList();

        assertThat(retirements)
                .isNotEmpty()
                .allSatisfy(retirement -> assertThat(models.find(retirement.replacement()))
                        .get()
                        .satisfies(next -> assertThat(next.retirement()).isNull()));
    }

    @Test
    void everyVariableEnablesOneHost() {
        List<String> variables = new ArrayList<>();
        providers.providers().forEach(provider -> {
            variables.addAll(provider.keyVariables());
            Optional.ofNullable(provider.baseUrlVariable()).ifPresent(variables::add);
        });

        assertThat(variables).doesNotHaveDuplicates().allMatch(name -> name.matches("[A-Z]+_(API_KEY|BASE_URL)"));
        assertThat(variables)
                .contains(
                        "OPENAI_API_KEY",
                        "DEEPSEEK_API_KEY",
                        "DASHSCOPE_API_KEY",
                        "TOGETHER_API_KEY",
                        "FIREWORKS_API_KEY",
                        "GROQ_API_KEY",
                        "DEEPINFRA_API_KEY",
                        "OPENROUTER_API_KEY",
                        "RUNCRATE_API_KEY",
                        "GEMINI_API_KEY");
    }

    @Test
    void everyHostWithAVariableHasAnAddress() {
        assertThat(providers.providers())
                .filteredOn(provider -> !provider.keyVariables().isEmpty())
                .allSatisfy(provider -> assertThat(provider.defaultBaseUrl())
                        .as(provider.name())
                        .hasScheme("https")
                        .matches(uri -> !uri.getPath().endsWith("/")));
    }

    @Test
    void recommendationsAreFilesOfAHubWithSizeAndLicence() {
        assertThat(Recommendation.builtIn()).hasSizeBetween(4, 6).allSatisfy(one -> {
            assertThat(one.reference()).matches("hf:[\\w.-]+/[\\w.-]+/[\\w.-]+\\.gguf");
            assertThat(one.size()).matches("\\d+\\.\\d GB");
            assertThat(one.licence()).isNotBlank();
            assertThat(one.projector() != null).isEqualTo(one.can().contains("vision"));
        });
    }
}
