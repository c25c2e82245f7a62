package dev.gantry.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads the settings: a flag beats the environment, which beats the file, which beats the default.
/// Everything that is wrong is a {@link StartupException} that names key, place, what was found and what was
/// expected. Immutable and thread-safe; each load reads the file anew, the environment stays as it was given.
public final class SettingsLoader {
    private static final String FILE_NAME = "gantry.yaml";

    private final Map<String, String> environment;
    private final Map<Setting<?>, String> flags;
    private final Path configFile;
    private final boolean fileRequired;
    private final UserFolders folders;

    /// @param environment the process's environment variables
    /// @param flags the texts of the flags that were given, by setting
    /// @param configFile the value of `--config`; null for `gantry.yaml` in the data folder, if it is there
    public SettingsLoader(Map<String, String> environment, Map<Setting<?>, String> flags, @Nullable Path configFile) {
        this.environment = Map.copyOf(environment);
        this.flags = Map.copyOf(flags);
        this.folders = UserFolders.of(environment);
        this.fileRequired = configFile != null;
        this.configFile = configFile == null ? dataDirBeforeFile().resolve(FILE_NAME) : configFile;
    }

    /// The file that is read when it is there.
    public Path configFile() {
        return configFile;
    }

    /// Reads flags, environment and file.
    public LoadedSettings load() {
        boolean present = fileRequired || Files.exists(configFile);
        return present ? load(YamlReader.load(configFile)) : assemble(emptyRoot(), null);
    }

    /// Reads flags and environment, and these bytes as the content of the file.
    LoadedSettings load(byte[] yaml) {
        ConfigNode.Mapping tree = YamlReader.parse(yaml, fileName(), new Interpolation(environment));
        return assemble(tree, configFile);
    }

    private LoadedSettings assemble(ConfigNode.Mapping tree, @Nullable Path file) {
        ConfigSection root = ConfigSection.root(tree);
        SettingValues values = chooseAll(root);
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        Map<String, ModelSettings> models = new LinkedHashMap<>();
        named(root, "providers").forEach((name, section) -> providers.put(name, ProviderSettings.read(section)));
        named(root, "models").forEach((id, section) -> models.put(id, ModelSettings.read(section)));
        root.refuseUnknown();
        refuseMovedDataDir(values);
        Settings settings = new SettingsAssembly(values, folders, configFile).assemble(providers, models);
        return new LoadedSettings(settings, values, ScopedValues.of(tree), file);
    }

    /// The same configuration, with what cannot change at run time taken from the running one.
    LoadedSettings keepingFixed(LoadedSettings loaded, LoadedSettings running) {
        SettingValues values = loaded.values().keepingFixed(running.values());
        Settings settings = new SettingsAssembly(values, folders, configFile)
                .assemble(loaded.settings().providers(), loaded.settings().models());
        return new LoadedSettings(settings, values, loaded.scoped(), loaded.file());
    }

    /// The entries of a section; their names go into headers, logs and metrics, so they have to be words.
    private static Map<String, ConfigSection> named(ConfigSection root, String key) {
        Map<String, ConfigSection> entries =
                root.findSection(key).map(ConfigSection::namedSections).orElse(Map.of());
        entries.forEach((name, entry) -> {
            if (!SettingType.isWord(name)) {
                throw new StartupException("%s: a name in %s: found %s, expected visible ASCII without spaces"
                        .formatted(entry.place(), key, Quoted.of(name)));
            }
        });
        return entries;
    }

    private SettingValues chooseAll(ConfigSection root) {
        Map<Setting<?>, SettingValues.Chosen> chosen = new LinkedHashMap<>();
        for (Setting<?> setting : SettingTable.ALL) {
            Optional<SettingValues.Chosen> fromFile = fromFile(setting, root);
            chosen.put(
                    setting,
                    fromFlag(setting)
                            .or(() -> fromEnvironment(setting))
                            .or(() -> fromFile)
                            .orElseGet(() -> fromDefault(setting)));
        }
        return new SettingValues(chosen);
    }

    private <T> Optional<SettingValues.Chosen> fromFlag(Setting<T> setting) {
        return Optional.ofNullable(flags.get(setting))
                .map(text -> parse(
                        setting,
                        text,
                        new Origin.Flag(Optional.ofNullable(setting.flag()).orElse(setting.key()))));
    }

    private <T> Optional<SettingValues.Chosen> fromEnvironment(Setting<T> setting) {
        return setting.variable()
                .flatMap(variable -> Optional.ofNullable(environment.get(variable))
                        .filter(text -> !text.isBlank())
                        .map(text -> parse(setting, text, new Origin.Environment(variable))));
    }

    private static <T> Optional<SettingValues.Chosen> fromFile(Setting<T> setting, ConfigSection root) {
        int dot = setting.key().indexOf('.');
        Optional<ConfigSection> section =
                dot < 0 ? Optional.of(root) : root.findSection(setting.key().substring(0, dot));
        return section.flatMap(found -> found.findText(setting))
                .map(scalar -> new SettingValues.Chosen(
                        scalar.text(), section.orElseThrow().read(setting), new Origin.File(scalar.place())));
    }

    private static <T> SettingValues.Chosen fromDefault(Setting<T> setting) {
        String text = setting.defaultText();
        return text == null
                ? new SettingValues.Chosen("", null, new Origin.Default())
                : parse(setting, text, new Origin.Default());
    }

    private static <T> SettingValues.Chosen parse(Setting<T> setting, String text, Origin origin) {
        T value = setting.type()
                .parser()
                .apply(text)
                .orElseThrow(() -> new StartupException("%s: found %s, expected %s"
                        .formatted(
                                origin.description(),
                                Quoted.of(text),
                                setting.type().expectation())));
        return new SettingValues.Chosen(text, value, origin);
    }

    private Path dataDirBeforeFile() {
        Path set = fromFlag(SettingTable.DATA_DIR)
                .or(() -> fromEnvironment(SettingTable.DATA_DIR))
                .map(chosen -> (Path) chosen.value())
                .orElse(null);
        return set == null ? folders.data() : set;
    }

    private void refuseMovedDataDir(SettingValues values) {
        if (!fileRequired && values.chosenFor(SettingTable.DATA_DIR).origin() instanceof Origin.File(Place place)) {
            throw new StartupException(place + ": data-dir cannot be set in a file that is found through the data"
                    + " folder; use --data-dir, GANTRY_DATA_DIR or --config");
        }
    }

    private static ConfigNode.Mapping emptyRoot() {
        return new ConfigNode.Mapping(Map.of(), new Place(FILE_NAME, 0));
    }

    private String fileName() {
        return String.valueOf(configFile.getFileName());
    }
}
