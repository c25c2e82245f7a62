package dev.gantry.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.config.TestingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelsDocumentTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> ARRAYS =
            List.of("input_modalities", "output_modalities", "supported_features", "capabilities");

    private final ModelCatalog catalog = ModelCatalog.builtIn();

    @Test
    void listsEveryModelWithEveryField() {
        JsonNode list = JSON.readTree(ModelsDocument.list(catalog.models(), _ -> false));

        assertThat(list.get("object").asString()).isEqualTo("list");
        assertThat(list.get("data")).hasSameSizeAs(catalog.models()).allSatisfy(entry -> {
            assertThat(entry.get("object").asString()).isEqualTo("model");
            assertThat(entry.get("id").asString()).isNotBlank();
            assertThat(entry.get("owned_by").asString()).isNotBlank();
            assertThat(entry.get("created").isIntegralNumber()).isTrue();
            assertThat(ARRAYS)
                    .allSatisfy(name ->
                            assertThat(entry.get(name).isArray()).as(name).isTrue());
            assertThat(entry.propertyNames())
                    .contains(
                            "name",
                            "context_length",
                            "max_output_tokens",
                            "best_for",
                            "pricing",
                            "shutdown_date",
                            "replacement",
                            "available");
            assertThat(entry.get("output_modalities").get(0).asString()).isEqualTo("text");
            assertThat(entry.get("pricing").propertyNames()).containsExactly("input", "output", "cached_input");
        });
    }

    @Test
    void writesOneModel() {
        JsonNode model = JSON.readTree(
                ModelsDocument.one(catalog.find("gemini-2.5-flash").orElseThrow(), true));

        assertThat(model).isEqualTo(JSON.readTree("""
                        {"id":"google/gemini-2.5-flash","object":"model","created":1750118400,"owned_by":"google",
                         "name":"Gemini 2.5 Flash","context_length":1048576,"max_output_tokens":65536,
                         "input_modalities":["text","image","file"],"output_modalities":["text"],
                         "supported_features":["tools","structured_outputs","json_mode","reasoning"],
                         "capabilities":["chat","code","reasoning","vision"],
                         "best_for":"Fast, multimodal, long context",
                         "pricing":{"input":"0.30","output":"2.50","cached_input":null},
                         "shutdown_date":"2026-12-01","replacement":"google/gemini-3.5-flash-lite","available":true}
                        """));
    }

    @Test
    void writesUnknownAsNullAndNoFeaturesAsAnEmptyArray() {
        ModelCatalog mine = ModelCatalog.of(TestingSettings.fromYaml("models: {'a\"b': {best-for: 'x\u2028y'}}")
                .models());

        JsonNode model = JSON.readTree(ModelsDocument.one(mine.find("a\"b").orElseThrow(), false));

        assertThat(model.get("id").asString()).isEqualTo("a\"b");
        assertThat(model.get("best_for").asString()).isEqualTo("x\u2028y");
        assertThat(model.get("context_length").isNull()).isTrue();
        assertThat(model.get("supported_features").isArray()).isTrue();
        assertThat(model.get("supported_features")).isEmpty();
        assertThat(model.get("pricing").get("input").isNull()).isTrue();
        assertThat(model.get("available").asBoolean()).isFalse();
    }

    @Test
    void writesAnEmptyList() {
        assertThat(JSON.readTree(ModelsDocument.list(List.of(), _ -> true)).get("data"))
                .isEmpty();
    }
}
