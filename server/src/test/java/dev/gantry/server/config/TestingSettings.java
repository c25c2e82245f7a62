package dev.gantry.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Settings made from the text of a configuration file, without a file.
public final class TestingSettings {
    private TestingSettings() {}

    public static Settings defaults() {
        return fromYaml("");
    }

    public static Settings fromYaml(String yaml) {
        return load(yaml, Map.of()).settings();
    }

    static LoadedSettings load(String yaml, Map<String, String> environment) {
        return new SettingsLoader(environment, Map.of(), Path.of("/etc/gantry/gantry.yaml"))
                .load(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
