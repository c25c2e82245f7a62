package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private static final long GIB = 1L << 30;

    @Test
    void leavesACoreAndThreeQuartersOfTheMemory() {
        EngineSettings settings = derive(new Machine(8, 16 * GIB), new ModelSource.LocalName("x"));
        assertThat(settings.threads()).isEqualTo(7);
        assertThat(settings.parallelSlots()).isEqualTo(8);
        assertThat(settings.contextTokensPerSlot()).isEqualTo(16_384);
        assertThat(settings.contextMemoryMib()).isEqualTo(4096);
        assertThat(settings.cacheMemoryMib()).isEqualTo(512);
    }

    @Test
    void worksOnTheSmallestMachine() {
        EngineSettings settings = derive(new Machine(1, GIB / 2), new ModelSource.Default());
        assertThat(settings.threads()).isEqualTo(1);
        assertThat(settings.parallelSlots()).isEqualTo(4);
        assertThat(settings.contextTokensPerSlot()).isEqualTo(4096);
        assertThat(settings.cacheMemoryMib()).isEqualTo(128);
    }

    @Test
    void readsTheRealMachine() {
        Machine machine = Machine.current();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryBytes()).isGreaterThan(GIB / 4);
    }

    @Test
    void namesTheSettingThatIsOutOfRange() {
        EngineSettings good = derive(new Machine(2, GIB), new ModelSource.Default());
        assertThatThrownBy(() -> new EngineSettings(
                        good.model(),
                        null,
                        good.cacheDir(),
                        good.logFile(),
                        0,
                        good.contextTokensPerSlot(),
                        good.contextMemoryMib(),
                        good.parallelSlots(),
                        good.queuedRequests(),
                        good.cacheMemoryMib(),
                        good.timeouts()))
                .hasMessage("engine threads is 0, expected 1..1024");
    }

    @Test
    void findsTheCacheFolderLikeOtherPrograms() {
        assertThat(EngineSettings.cacheDirFrom(Map.of("GANTRY_CACHE_DIR", "/c", "XDG_CACHE_HOME", "/x")))
                .isEqualTo(Path.of("/c"));
        assertThat(EngineSettings.cacheDirFrom(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/gantry"));
        assertThat(EngineSettings.cacheDirFrom(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "gantry"));
    }

    private static EngineSettings derive(Machine machine, ModelSource model) {
        return EngineSettings.derive(machine, model, Path.of("cache"), Path.of("engine.log"));
    }
}
