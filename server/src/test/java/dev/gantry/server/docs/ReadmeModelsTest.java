package dev.gantry.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.Offer;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.catalog.Retirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the README's table of models to the built-in catalog.
class ReadmeModelsTest {
    private static final String BEGIN = "<!-- models: begin -->\n";
    private static final String END = "<!-- models: end -->";
    private static final String HEAD = """
            | model | context | one of these variables → its id there |
            |---|---|---|
            """;

    private static final LocalDate WRITTEN = LocalDate.of(2026, 11, 24);

    private static final List<String> SHOWN = List.of(
            "deepseek-ai/DeepSeek-V3",
            "deepseek-ai/DeepSeek-R1",
            "Qwen/QwQ-32B",
            "anthropic/claude-4-sonnet",
            "anthropic/claude-sonnet-5",
            "google/gemini-2.5-flash",
            "meta-llama/Llama-4-Scout",
            "meta-llama/Llama-4-Maverick",
            "Qwen/Qwen3-Max",
            "google/gemma-3-27b-it",
            "openai/gpt-4o");

    private final ModelCatalog models = ModelCatalog.builtIn();
    private final ProviderCatalog providers = ProviderCatalog.builtIn();

    @Test
    void namesTheVariablesAndUpstreamIdsOfTheCatalog() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String expected = HEAD + SHOWN.stream().map(this::row).collect(Collectors.joining());

        assertThat(readme).contains(BEGIN, END);
        assertThat(readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)))
                .as("README.md, between the markers")
                .isEqualTo(expected);
    }

    private String row(String id) {
        CatalogModel model = models.find(id).orElseThrow();
        return "| `%s` | %s | %s |\n".formatted(id, context(model), String.join("<br>", ways(model)));
    }

    private List<String> ways(CatalogModel model) {
        List<String> ways = new ArrayList<>();
        Retirement retirement = model.retirement();
        if (retirement == null || retirement.shutdownDate().isAfter(WRITTEN)) {
            offers(model).forEach(offer -> ways.add(way(offer)));
        }
        if (retirement != null) {
            ways.add("from %s on `%s` answers".formatted(retirement.shutdownDate(), retirement.replacement()));
        }
        return ways;
    }

    /// Those that are known to serve it, or else the likely ones.
    private static List<Offer> offers(CatalogModel model) {
        List<Offer> confirmed = model.offers().stream().filter(Offer::confirmed).toList();
        return confirmed.isEmpty() ? model.offers() : confirmed;
    }

    private String way(Offer offer) {
        String variable =
                providers.find(offer.provider()).orElseThrow().keyVariables().getFirst();
        return "`%s` → `%s`%s".formatted(variable, offer.upstreamModel(), offer.confirmed() ? "" : " (likely)");
    }

    private static String context(CatalogModel model) {
        Integer tokens = model.tokens().contextLength();
        if (tokens == null) {
            return "?";
        }
        return tokens % 1_048_576 == 0
                ? tokens / 1_048_576 + "M"
                : tokens / (tokens % 1_000 == 0 ? 1_000 : 1_024) + "K";
    }
}
