package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"local", "LOCAL", "HuggingFaceTB/SmolLM2-135M-Instruct", "huggingfacetb/smollm2-135m-instruct"})
    void knowsTheDefaultModelByAliasAndId(String text) {
        assertThat(ModelSource.parse(text)).isEqualTo(new ModelSource.Default());
    }

    @Test
    void takesAFile() {
        assertThat(ModelSource.parse("/models/a b.GGUF")).isEqualTo(new ModelSource.File(Path.of("/models/a b.GGUF")));
        assertThat(ModelSource.parse("local/x.gguf")).isEqualTo(new ModelSource.File(Path.of("local/x.gguf")));
    }

    @Test
    void takesAHubFileInAFolderAndWithAProjector() {
        assertThat(ModelSource.parse("hf:Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0.gguf"))
                .isEqualTo(new ModelSource.HuggingFace("Qwen/Qwen3-0.6B-GGUF", "Qwen3-0.6B-Q8_0.gguf"));
        assertThat(ModelSource.parse("HF:o/r/q4/m.gguf+mmproj-F16.gguf"))
                .isEqualTo(new ModelSource.HuggingFace("o/r", "q4/m.gguf", "mmproj-F16.gguf"));
    }

    @Test
    void takesANameFromTheCache() {
        assertThat(ModelSource.parse("local/Qwen3-0.6B-Q8_0")).isEqualTo(new ModelSource.LocalName("Qwen3-0.6B-Q8_0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpt-4o", "Qwen/Qwen3-32B", "model.safetensors", "local/"})
    void refusesWhatTheEngineCannotLoadAndSaysWhatItCan(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hf:org/repo/file.gguf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:",
                "hf:org/repo",
                "hf:org/repo/file.bin",
                "hf:../../etc/x.gguf",
                "hf:org/repo/../x.gguf",
                "hf:org/repo/a b.gguf",
                "hf:org/repo/x.gguf?y.gguf",
                "hf:org/repo/.hidden.gguf"
            })
    void refusesMalformedHubReferences(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected hf:org/repo/file.gguf");
    }
}
