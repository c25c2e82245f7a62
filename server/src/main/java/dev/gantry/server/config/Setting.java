package dev.gantry.server.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing that can be set: where it is named, what it accepts, what it means. Immutable.
///
/// @param <T> the type of its value
/// @param key the place in the file, lower case with dashes, dots for nesting: `listen.port`
/// @param defaultText the default, written as in the file; null when there is none
/// @param defaultNote what applies without a default, for example "from the machine"; empty where there is one
/// @param flag the flag of `serve` that sets it, for example `--port`
/// @param reloadable whether a change of the file takes effect without a restart; what belongs to providers and
///     models always does
public record Setting<T>(
        String key,
        SettingType<T> type,
        @Nullable String defaultText,
        String defaultNote,
        String description,
        @Nullable String flag,
        boolean reloadable) {

    public static <T> Setting<T> of(String key, SettingType<T> type, String defaultText, String description) {
        return new Setting<>(key, type, defaultText, "", description, null, false);
    }

    public static <T> Setting<T> unset(String key, SettingType<T> type, String defaultNote, String description) {
        return new Setting<>(key, type, null, defaultNote, description, null, false);
    }

    Setting<T> withFlag(String name) {
        return new Setting<>(key, type, defaultText, defaultNote, description, name, reloadable);
    }

    Setting<T> withReload() {
        return new Setting<>(key, type, defaultText, defaultNote, description, flag, true);
    }

    /// The environment variable that sets it; empty for what belongs to one provider or model.
    public Optional<String> variable() {
        return isScoped()
                ? Optional.empty()
                : Optional.of(
                        "GANTRY_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /// Whether it belongs to one provider, model or deployment rather than to the server.
    public boolean isScoped() {
        return key.startsWith("providers.") || key.startsWith("models.");
    }

    /// Whether its value is masked wherever it is shown.
    public boolean isSecret() {
        return type.unit().equals("secret");
    }

    /// The last part of the key: `port`.
    String leaf() {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
