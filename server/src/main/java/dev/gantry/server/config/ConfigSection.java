package dev.gantry.server.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one mapping of a configuration file and remembers what it was asked for, so that the keys nobody
/// asked for can be refused by name. Every complaint is a {@link StartupException} with the place, the key,
/// what was found and what was expected. Confined to one thread.
public final class ConfigSection {
    private final String path;
    private final ConfigNode.Mapping mapping;
    private final SequencedSet<String> asked = new LinkedHashSet<>();
    private final Map<String, ConfigSection> opened = new LinkedHashMap<>();

    private ConfigSection(String path, ConfigNode.Mapping mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /// The whole file.
    public static ConfigSection root(ConfigNode.Mapping mapping) {
        return new ConfigSection("", mapping);
    }

    public Place place() {
        return mapping.place();
    }

    /// The value of a setting that belongs here, or null when it is not set; defaults do not apply.
    public <T> @Nullable T read(Setting<T> setting) {
        return node(setting.leaf()).map(node -> parse(setting, node)).orElse(null);
    }

    /// The value of a setting that belongs here, or else its default; fails when it has none.
    public <T> T require(Setting<T> setting) {
        T value = read(setting);
        if (value != null) {
            return value;
        }
        if (setting.defaultText() == null) {
            throw new StartupException("%s: %s is missing; found only: %s"
                    .formatted(
                            place(),
                            keyOf(setting.leaf()),
                            String.join(", ", mapping.entries().keySet())));
        }
        return setting.type().parser().apply(setting.defaultText()).orElseThrow();
    }

    /// The texts of a list, or null when it is not set. A single text is a list of one.
    public @Nullable List<String> readList(Setting<List<String>> setting) {
        return node(setting.leaf()).map(node -> texts(setting, node)).orElse(null);
    }

    /// What is written for a setting that belongs here, with its place.
    Optional<ConfigNode.Scalar> findText(Setting<?> setting) {
        return node(setting.leaf())
                .map(node ->
                        node instanceof ConfigNode.Scalar scalar ? scalar : new ConfigNode.Scalar("", node.place()));
    }

    /// The section below a key; empty when it is not set.
    public Optional<ConfigSection> findSection(String key) {
        return node(key).map(node -> opened.computeIfAbsent(key, _ -> section(keyOf(key), node)));
    }

    /// The sections of a list below a key, in order.
    public List<ConfigSection> sections(String key) {
        return switch (node(key).orElse(null)) {
            case null -> List.of();
            case ConfigNode.Sequence(List<ConfigNode> items, Place _) -> numbered(key, items);
            case ConfigNode other -> throw refusal(keyOf(key), other, "a list");
        };
    }

    /// The keys of this section, each with the section below it, in the order of the file.
    public Map<String, ConfigSection> namedSections() {
        Map<String, ConfigSection> sections = new LinkedHashMap<>();
        mapping.entries().forEach((name, node) -> {
            asked.add(name);
            ConfigNode entry = node instanceof ConfigNode.Empty(Place at) ? new ConfigNode.Mapping(Map.of(), at) : node;
            sections.put(name, opened.computeIfAbsent(name, _ -> section(keyOf(name), entry)));
        });
        return sections;
    }

    /// Fails on the first key, here or in a section that was read, that nobody asked for, and names the
    /// nearest one that is known.
    public void refuseUnknown() {
        mapping.entries().forEach((key, node) -> {
            if (!asked.contains(key)) {
                throw new StartupException(
                        "%s: unknown key %s%s".formatted(node.place(), Quoted.of(keyOf(key)), hint(key)));
            }
        });
        opened.values().forEach(ConfigSection::refuseUnknown);
    }

    private String hint(String key) {
        Optional<String> here = NearestNames.find(key, asked).map(this::keyOf);
        return here.or(() -> elsewhere(key))
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("; known here: " + String.join(", ", asked));
    }

    private static Optional<String> elsewhere(String key) {
        return Stream.concat(
                        SettingTable.ALL.stream()
                                .filter(setting -> setting.leaf().equals(key))
                                .map(Setting::key),
                        NearestNames.find(
                                key, SettingTable.ALL.stream().map(Setting::key).toList())
                                .stream())
                .findFirst();
    }

    private List<ConfigSection> numbered(String key, List<ConfigNode> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> opened.computeIfAbsent(key + "[" + i + "]", name -> section(keyOf(name), items.get(i))))
                .toList();
    }

    private ConfigSection section(String key, ConfigNode node) {
        return switch (node) {
            case ConfigNode.Mapping below -> new ConfigSection(key, below);
            case ConfigNode other -> throw refusal(key, other, "a section with keys of its own");
        };
    }

    private <T> T parse(Setting<T> setting, ConfigNode node) {
        String key = keyOf(setting.leaf());
        String expected = setting.type().expectation();
        if (node instanceof ConfigNode.Scalar(String text, Place place)) {
            ConfigNode shown = setting.isSecret() ? new ConfigNode.Scalar(Secret.MASK, place) : node;
            return setting.type().parser().apply(text).orElseThrow(() -> refusal(key, shown, expected));
        }
        throw refusal(key, node, expected);
    }

    private List<String> texts(Setting<List<String>> setting, ConfigNode node) {
        List<ConfigNode> items =
                node instanceof ConfigNode.Sequence(List<ConfigNode> several, Place _) ? several : List.of(node);
        return items.stream()
                .map(item -> switch (item) {
                    case ConfigNode.Scalar(String text, Place _) -> text;
                    case ConfigNode other ->
                        throw refusal(
                                keyOf(setting.leaf()), other, setting.type().expectation());
                })
                .toList();
    }

    private static StartupException refusal(String key, ConfigNode node, String expected) {
        String found = switch (node) {
            case ConfigNode.Scalar(String text, Place _) -> Quoted.of(text);
            case ConfigNode.Empty(Place _) -> "nothing";
            case ConfigNode.Sequence(List<ConfigNode> _, Place _) -> "a list";
            case ConfigNode.Mapping(Map<String, ConfigNode> _, Place _) -> "a section";
        };
        return new StartupException("%s: %s: found %s, expected %s".formatted(node.place(), key, found, expected));
    }

    private Optional<ConfigNode> node(String key) {
        asked.add(key);
        return Optional.ofNullable(mapping.entries().get(key)).filter(node -> !(node instanceof ConfigNode.Empty));
    }

    private String keyOf(String leaf) {
        return path.isEmpty() ? leaf : path + "." + leaf;
    }
}
