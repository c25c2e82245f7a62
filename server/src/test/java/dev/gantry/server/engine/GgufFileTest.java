package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
    @TempDir
    Path folder;

    @Test
    void readsContextAndCacheSize() throws Exception {
        GgufFile file = GgufFile.read(TestingGguf.model().write(folder.resolve("m.gguf")));
        assertThat(file.contextTokens()).hasValue(2048);
        assertThat(file.cacheBytesPerToken()).hasValue(2 * 2 * (16 + 16) * 2);
    }

    @Test
    void knowsWhichProjectorFits() throws Exception {
        GgufFile model = GgufFile.read(TestingGguf.model().write(folder.resolve("m.gguf")));
        assertThat(GgufFile.read(TestingGguf.projector(64).write(folder.resolve("p.gguf")))
                        .projectsInto(model))
                .isTrue();
        assertThat(GgufFile.read(TestingGguf.projector(65).write(folder.resolve("q.gguf")))
                        .projectsInto(model))
                .isFalse();
        assertThat(model.projectsInto(model)).isFalse();
    }

    @Test
    void acceptsATensorTypeFromTheFuture() throws Exception {
        assertThat(GgufFile.read(TestingGguf.model().withTensorType(9999).write(folder.resolve("m.gguf")))
                        .sizeBytes())
                .isPositive();
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = TestingGguf.model().bytes();
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> GgufFile.read(file))
                    .as("cut at %d", length)
                    .isInstanceOf(ProvisioningException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void survivesRandomDamageToTheHead() throws IOException {
        Random random = new Random(42);
        byte[] whole = TestingGguf.model().bytes();
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.gguf"), damaged);
            try {
                assertThat(GgufFile.read(file).sizeBytes()).isEqualTo(whole.length);
            } catch (ProvisioningException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertRefused(TestingGguf.model().withMagic(0x21212121), "is not a GGUF file");
        assertRefused(TestingGguf.model().withVersion(1), "is GGUF version 1; expected 2 or 3");
        assertThatThrownBy(() -> GgufFile.read(folder.resolve("absent.gguf")))
                .hasMessage("There is no file " + folder.resolve("absent.gguf") + ".");
        assertThatThrownBy(() -> GgufFile.read(folder)).isInstanceOf(ProvisioningException.class);
    }

    @Test
    void namesTheMissingBytesOfATruncatedTensor() throws IOException {
        byte[] whole = TestingGguf.model().bytes();
        Path file = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> GgufFile.read(file))
                .hasMessageContaining("is truncated")
                .hasMessageContaining("need " + whole.length);
    }

    private void assertRefused(TestingGguf gguf, String sentence) throws IOException {
        Path file = gguf.write(folder.resolve("refused.gguf"));
        assertThatThrownBy(() -> GgufFile.read(file))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining(sentence);
    }
}
