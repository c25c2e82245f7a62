package dev.gantry.server.cli;

import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingTable;
import dev.gantry.server.config.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which every command finds the configuration.
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; default: gantry.yaml in the data folder.")
    private @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Data folder; default: $GANTRY_DATA_DIR, else ~/.local/share/gantry.")
    private @Nullable Path dataDir;

    SettingsLoader loader(Map<String, String> environment) {
        return loader(environment, Map.of());
    }

    /// @param more the texts of the command's own flags, by setting
    SettingsLoader loader(Map<String, String> environment, Map<Setting<?>, String> more) {
        Map<Setting<?>, String> flags = new HashMap<>(more);
        if (dataDir != null) {
            flags.put(SettingTable.DATA_DIR, dataDir.toString());
        }
        return new SettingsLoader(environment, flags, config);
    }
}
