package dev.gantry.server.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.config.StartupException;
import dev.gantry.server.config.TestingSettings;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderCatalogTest {
    private final ProviderCatalog catalog = ProviderCatalog.builtIn();

    @Test
    void knowsWhatHostsNeed() {
        Provider openai = catalog.find("openai").orElseThrow();
        Provider groq = catalog.find("groq").orElseThrow();

        assertThat(openai.tokenCapField()).isEqualTo("max_completion_tokens");
        assertThat(openai.developerRole()).isTrue();
        assertThat(openai.droppedFields()).isEmpty();
        assertThat(groq.tokenCapField()).isEqualTo("max_tokens");
        assertThat(groq.droppedFields()).contains("logprobs", "top_logprobs", "logit_bias");
    }

    @Test
    void dropsWhatChangesCountOrCost() {
        assertThat(catalog.find("llama-server").orElseThrow().droppedFields()).contains("n_predict", "id_slot");
        assertThat(catalog.find("local").orElseThrow().droppedFields()).contains("n_predict", "id_slot");
        assertThat(catalog.find("vllm").orElseThrow().droppedFields()).contains("best_of");
        assertThat(catalog.find("openrouter").orElseThrow().droppedFields()).contains("models");
    }

    @Test
    void takesQuirksFromTheNamedHostAndNothingElse() {
        Provider mine = configured("my", "{base-url: 'http://10.0.0.5:8000', quirks: vllm}");

        assertThat(mine.name()).isEqualTo("my");
        assertThat(mine.selfHosted()).isTrue();
        assertThat(mine.costFields()).contains("best_of");
        assertThat(mine.defaultBaseUrl()).isEqualTo(URI.create("http://10.0.0.5:8000/v1"));
        assertThat(mine.keyVariables()).isEmpty();
        assertThat(configured("my", "{base-url: 'http://h', quirks: openai}").keyVariables())
                .isEmpty();
    }

    @Test
    void takesTheRowOfItsOwnNameWithoutQuirks() {
        Provider openai = configured("openai", "{api-key: k}");

        assertThat(openai.defaultBaseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
        assertThat(openai.developerRole()).isTrue();
    }

    @Test
    void knowsAzure() {
        Provider azure = configured("azure", "{base-url: 'https://me.openai.azure.com/openai/v1/'}");

        assertThat(azure.authHeader()).isEqualTo("api-key");
        assertThat(azure.defaultBaseUrl()).isEqualTo(URI.create("https://me.openai.azure.com/openai/v1"));
    }

    @Test
    void letsTheEntryOverrideEveryQuirk() {
        Provider mine = configured(
                "my",
                "{base-url: 'http://h', quirks: vllm, auth-header: x-key, token-cap-field: max_completion_tokens,"
                        + " stream-usage: false, developer-role: true, unsupported-fields: [a], cost-fields: [b, c],"
                        + " self-hosted: false}");

        assertThat(mine)
                .isEqualTo(new Provider(
                        "my",
                        Dialect.OPENAI,
                        List.of(),
                        null,
                        URI.create("http://h/v1"),
                        "x-key",
                        "max_completion_tokens",
                        false,
                        true,
                        Set.of("a"),
                        Set.of("b", "c"),
                        false));
    }

    @Test
    void refusesUnknownQuirksWithTheNearest() {
        assertThatThrownBy(() -> configured("my", "{base-url: 'http://h', quirks: vlm}"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("providers.my.quirks: found 'vlm'")
                .hasMessageContaining("did you mean 'vllm'?");
    }

    private Provider configured(String name, String entry) {
        return catalog.configured(
                name,
                requireNonNull(TestingSettings.fromYaml("providers: {" + name + ": " + entry + "}")
                        .providers()
                        .get(name)));
    }
}
