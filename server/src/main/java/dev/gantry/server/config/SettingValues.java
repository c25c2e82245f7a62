package dev.gantry.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The value of every setting in {@link SettingTable}, and where each comes from. Immutable.
public final class SettingValues {
    /// @param text as it was written; empty when the setting is not set and has no default
    /// @param value null when the setting is not set and has no default
    record Chosen(String text, @Nullable Object value, Origin origin) {
        private EffectiveValue effective(Setting<?> setting) {
            String shown = value == null ? "(" + setting.defaultNote().replace("`", "") + ")" : text;
            return new EffectiveValue(setting.key(), setting.isSecret() ? Secret.MASK : shown, origin);
        }
    }

    private final Map<Setting<?>, Chosen> chosen;

    SettingValues(Map<Setting<?>, Chosen> chosen) {
        this.chosen = Collections.unmodifiableMap(new LinkedHashMap<>(chosen));
    }

    /// The value of a setting that has a default.
    <T> T require(Setting<T> setting) {
        T value = read(setting);
        if (value == null) {
            throw new IllegalStateException(setting.key() + " has neither value nor default");
        }
        return value;
    }

    /// The value of a setting, or null when it is not set and has no default.
    @SuppressWarnings("unchecked") // the loader stores what the setting's own parser made
    <T> @Nullable T read(Setting<T> setting) {
        return (T) chosenFor(setting).value();
    }

    Chosen chosenFor(Setting<?> setting) {
        Chosen found = chosen.get(setting);
        if (found == null) {
            throw new IllegalStateException(setting.key() + " is not in the settings table");
        }
        return found;
    }

    /// These values, with those that cannot change at run time taken from {@code running}.
    SettingValues keepingFixed(SettingValues running) {
        Map<Setting<?>, Chosen> kept = new LinkedHashMap<>(chosen);
        kept.replaceAll((setting, value) -> setting.reloadable() ? value : running.chosenFor(setting));
        return new SettingValues(kept);
    }

    /// The keys of settings that differ from {@code running} but cannot change at run time.
    List<String> fixedChanges(SettingValues running) {
        List<String> keys = new ArrayList<>();
        chosen.forEach((setting, value) -> {
            boolean same =
                    Objects.equals(value.value(), running.chosenFor(setting).value());
            if (!setting.reloadable() && !same) {
                keys.add(setting.key());
            }
        });
        return List.copyOf(keys);
    }

    /// What `check-config` prints, in the order of the table.
    List<EffectiveValue> effective() {
        return chosen.entrySet().stream()
                .map(entry -> entry.getValue().effective(entry.getKey()))
                .toList();
    }
}
