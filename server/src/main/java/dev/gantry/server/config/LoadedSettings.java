package dev.gantry.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A configuration as it was loaded: the settings, and how they came about. Immutable.
///
/// @param values the server's settings by name
/// @param scoped what the file says about providers and models; secrets are masked
/// @param file the file that was read; null when there was none
public record LoadedSettings(
        Settings settings,
        SettingValues values,
        List<EffectiveValue> scoped,
        @Nullable Path file) {

    /// Every effective value with its origin, secrets masked.
    public List<EffectiveValue> effective() {
        return Stream.concat(values.effective().stream(), scoped.stream()).toList();
    }
}
