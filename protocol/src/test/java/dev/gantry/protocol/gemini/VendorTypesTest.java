package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A check that takes everything proves nothing.
class VendorTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"contents\":[]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\",\"texts\":\"y\"}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mime\":\"a\"}}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"model\":\"m\"}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"max\":1}}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"tools\":[{\"functions_\":[]}]}"
            })
    void refusesWhatTheVendorDoesNotKnow(String body) {
        assertThatThrownBy(() -> VendorTypes.check(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AssertionError.class);
    }
}
