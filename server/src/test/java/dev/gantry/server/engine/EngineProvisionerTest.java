package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Provisioning with programs that are scripts, weights that are a few hundred bytes, and a hub of the test.
@Timeout(60)
class EngineProvisionerTest {
    private static final String SHA_OF_ENGINE = PinnedWheel.findEngine(
                    System.getProperty("os.name"), System.getProperty("os.arch"))
            .map(PinnedWheel::sha256)
            .orElse("none");

    @TempDir
    Path cache;

    @TempDir
    Path bin;

    @TempDir
    Path models;

    private final List<String> said = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private TestingPrograms programs;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        programs = new TestingPrograms(bin);
        environment.put("PATH", bin.toString());
        model = TestingGguf.model().write(models.resolve("Tiny-Q8_0.gguf"));
    }

    @Test
    void takesALlamaServerFromThePath() throws Exception {
        Path server = programs.addLlamaServer("echo version: 1");
        ProvisionedEngine engine = provision(new ModelSource.File(model));
        assertThat(engine.program()).isInstanceOfSatisfying(EngineProgram.LlamaServerBinary.class, binary -> {
            assertThat(binary.path()).isEqualTo(server);
            assertThat(binary.flags()).contains("--jinja", "--no-webui", "-np").doesNotContain("--no-ui");
        });
        assertThat(engine.model())
                .isEqualTo(new LocalModel(
                        "local/Tiny-Q8_0", List.of(), model, null, Files.size(model), 2048, false, false));
        assertThat(said).isEmpty();
    }

    @Test
    void passesOverALlamaServerForAnotherProcessorAndTakesTheWheelFromTheCache() throws Exception {
        programs.addLlamaServer("kill -ILL $$");
        Path python = programs.addPython(10, "");
        Path wheel = cachedWheel();
        assertThat(provision(new ModelSource.File(model)).program())
                .isEqualTo(new EngineProgram.XllamacppWheel(wheel, python));
        assertThat(said).singleElement().asString().contains("is passed over", "SIGILL", "another kind of processor");
    }

    @Test
    void refusesANamedEngineThatIsNone() throws IOException {
        Path broken = programs.add("broken", "exit 127");
        assertRefused(new ModelSource.File(model), broken, "cannot be used", "exit code 127");
        Path other = programs.add("other", "echo some other program");
        assertRefused(new ModelSource.File(model), other, "does not list the options of llama-server");
        assertRefused(new ModelSource.File(model), bin.resolve("absent"), "cannot be used");
    }

    @Test
    void findsTheProgramInANamedFolder() throws Exception {
        Path server = programs.addLlamaServer("echo version: 1");
        EngineSettings settings = settings(new ModelSource.File(model)).withEnginePath(bin);
        assertThat(provisioner(settings).provision(new PlainProgress(said::add)).program())
                .isInstanceOfSatisfying(
                        EngineProgram.LlamaServerBinary.class,
                        binary -> assertThat(binary.path()).isEqualTo(server));
    }

    @Test
    void namesTheCommandThatInstallsPython() throws IOException {
        programs.add("apt-get", "exit 0");
        assertRefused(
                new ModelSource.File(model), null, "python3, version 3.10 or newer", "sudo apt-get install -y python3");
        programs.addPython(9, "exit 0");
        assertRefused(new ModelSource.File(model), null, "python3, version 3.10 or newer");
    }

    @Test
    void namesTheCommandThatInstallsPip() throws IOException {
        programs.add("apt-get", "exit 0");
        programs.addPython(11, "");
        assertRefused(new ModelSource.File(model), null, "pip", "sudo apt-get install -y python3-pip");
    }

    @Test
    void repeatsThePackageInstallersLastWord() throws IOException {
        programs.addPython(11, "echo 'WARNING: retrying'; echo 'ERROR: No matching distribution found for x'; exit 1");
        assertRefused(new ModelSource.File(model), null, "pip could not download", "ERROR: No matching distribution");
        assertThat(said.getFirst()).contains("MIT", "xllamacpp 2026.10.11549", "MB");
        assertNothingHalfWritten();
    }

    @Test
    void refusesAPackageWithTheWrongChecksum() throws IOException {
        programs.addPython(11, "echo evil > \"$DEST/xllamacpp.whl\"");
        assertRefused(new ModelSource.File(model), null, "wrong checksum");
        assertNothingHalfWritten();
    }

    @Test
    void cutsAStalledPackageDownload() throws IOException {
        programs.addPython(11, "exec /bin/sleep 600");
        assertRefused(new ModelSource.File(model), null, "stalled");
        assertNothingHalfWritten();
    }

    @Test
    void replacesACorruptDefaultModel() throws Exception {
        programs.addLlamaServer("echo version: 1");
        programs.addPython(11, "echo 'ERROR: offline'; exit 1");
        Path weights =
                cache.resolve("models/" + PinnedWheel.DEFAULT_WEIGHTS_SHA256 + "/SmolLM2-135M-Instruct.Q4_1.gguf");
        Files.createDirectories(weights.getParent());
        TestingGguf.model().write(weights);
        assertRefused(new ModelSource.Default(), null, "ERROR: offline");
        assertThat(said).anyMatch(line -> line.contains("is corrupt"));
        assertThat(said).anyMatch(line -> line.contains("SmolLM2-135M-Instruct, 92.9 MB, licence Apache-2.0"));
        assertThat(weights).doesNotExist();
    }

    @Test
    void refusesATruncatedAndAForeignModelFile() throws IOException {
        programs.addLlamaServer("echo version: 1");
        byte[] whole = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(whole, whole.length - 10));
        assertRefused(new ModelSource.File(model), null, "is truncated");
        Files.writeString(model, "PK not a model");
        assertRefused(new ModelSource.File(model), null, "is not a GGUF file");
        assertRefused(new ModelSource.File(models.resolve("absent.gguf")), null, "There is no file");
    }

    @Test
    void takesTheOneProjectorThatFits() throws Exception {
        programs.addLlamaServer("echo version: 1");
        TestingGguf.projector(65).write(models.resolve("mmproj-other.gguf"));
        assertThat(provision(new ModelSource.File(model)).model().vision()).isFalse();
        Path fitting = TestingGguf.projector(64).write(models.resolve("mmproj-tiny.gguf"));
        assertThat(provision(new ModelSource.File(model)).model().projector()).isEqualTo(fitting);
        TestingGguf.projector(64).write(models.resolve("mmproj-third.gguf"));
        assertThat(provision(new ModelSource.File(model)).model().vision()).isFalse();
    }

    @Test
    void shrinksTheContextToTheMemory() throws Exception {
        programs.addLlamaServer("echo version: 1");
        TestingGguf.model()
                .with("llama.context_length", 1 << 20)
                .with("llama.block_count", 1000)
                .write(model);
        long bytesPerToken = 1000L * 2 * 32 * 2;
        EngineSettings settings = settings(new ModelSource.File(model));
        int tokens = provision(new ModelSource.File(model)).model().contextTokens();
        assertThat(tokens * bytesPerToken * settings.parallelSlots())
                .isLessThanOrEqualTo(settings.contextMemoryMib() * 1024L * 1024)
                .isGreaterThan(settings.contextMemoryMib() * 1024L * 1024 * 9 / 10);
    }

    @Test
    void downloadsAHubModelWithItsProjectorOnceAndFindsItByName() throws Exception {
        programs.addLlamaServer("echo version: 1");
        try (TestingHub hub = new TestingHub(TestingGguf.model().bytes())) {
            environment.putAll(hub.environment());
            ModelSource source = ModelSource.parse("hf:org/repo/Good-Q8_0.gguf+mmproj.gguf");
            LocalModel downloaded = provision(source).model();
            assertThat(downloaded.id()).isEqualTo("local/Good-Q8_0");
            assertThat(downloaded.vision()).isTrue();
            int requests = hub.hubAuthorizations.size();
            assertThat(provision(source).model()).isEqualTo(downloaded);
            assertThat(hub.hubAuthorizations).hasSize(requests);

            byte[] damaged = TestingGguf.model().bytes();
            damaged[damaged.length - 1] = 1;
            Files.write(downloaded.path(), damaged);
            Files.setLastModifiedTime(downloaded.path(), FileTime.fromMillis(1));
            assertThat(provision(source).model().path())
                    .hasBinaryContent(TestingGguf.model().bytes());
            assertThat(said).anyMatch(line -> line.contains("is corrupt"));
        }
        assertThat(provision(ModelSource.parse("local/good-q8_0")).model().path())
                .isEqualTo(cache.resolve("models/hub/org/repo/Good-Q8_0.gguf"));
        assertRefused(new ModelSource.LocalName("other"), null, "no model local/other", "local/Good-Q8_0");
    }

    @Test
    void refusesAHubFileThatIsNoModel() throws IOException {
        programs.addLlamaServer("echo version: 1");
        try (TestingHub hub = new TestingHub("<html>hello</html>".getBytes(StandardCharsets.UTF_8))) {
            environment.putAll(hub.environment());
            assertRefused(new ModelSource.HuggingFace("org/repo", "m.gguf"), null, "is not a GGUF file");
        }
    }

    @Test
    void saysThatTheCacheIsNotWritable() throws IOException {
        programs.addPython(11, "exit 0");
        Path file = Files.writeString(models.resolve("file"), "");
        EngineSettings settings = EngineSettings.derive(
                new Machine(2, 1L << 30), new ModelSource.File(model), file.resolve("cache"), file);
        assertThatThrownBy(() -> provisioner(settings).provision(new PlainProgress(said::add)))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("GANTRY_CACHE_DIR");
    }

    @Test
    void saysThatThereIsNoRoom() {
        CacheFolder folder = new CacheFolder(cache);
        assertThatThrownBy(() -> folder.requireSpace("the model", Long.MAX_VALUE / 2))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("no room for the model")
                .hasMessageContaining("GANTRY_CACHE_DIR");
    }

    @Test
    void hasAPinForEachSupportedPlatform() {
        assertThat(PinnedWheel.findEngine("Linux", "amd64")).isPresent();
        assertThat(PinnedWheel.findEngine("Linux", "aarch64")).isPresent();
        assertThat(PinnedWheel.findEngine("Mac OS X", "aarch64")).isPresent();
        assertThat(PinnedWheel.findEngine("Mac OS X", "x86_64")).isEmpty();
    }

    private Path cachedWheel() throws IOException {
        Path folder = cache.resolve("engine").resolve(SHA_OF_ENGINE);
        Files.createDirectories(folder.resolve("xllamacpp"));
        Files.writeString(folder.resolve("xllamacpp/__init__.py"), "");
        return folder;
    }

    private ProvisionedEngine provision(ModelSource source) throws Exception {
        return provisioner(settings(source)).provision(new PlainProgress(said::add));
    }

    private EngineProvisioner provisioner(EngineSettings settings) {
        return new EngineProvisioner(settings, environment, new TestingClock());
    }

    private EngineSettings settings(ModelSource source) {
        EngineTimeouts usual = EngineTimeouts.DEFAULT;
        return EngineSettings.derive(new Machine(2, 4L << 30), source, cache, cache.resolve("engine.log"))
                .withTimeouts(new EngineTimeouts(
                        usual.start(),
                        usual.healthInterval(),
                        usual.health(),
                        usual.unresponsive(),
                        usual.stop(),
                        Duration.ofMillis(800)));
    }

    private void assertRefused(ModelSource source, @Nullable Path enginePath, String... parts) {
        EngineSettings settings = settings(source).withEnginePath(enginePath);
        assertThatThrownBy(() -> provisioner(settings).provision(new PlainProgress(said::add)))
                .isInstanceOf(ProvisioningException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    private void assertNothingHalfWritten() {
        assertThat(cache.resolve("engine")).doesNotExist();
        assertThat(cache.resolve("tmp")).isEmptyDirectory();
    }
}
