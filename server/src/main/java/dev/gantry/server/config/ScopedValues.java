package dev.gantry.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a file says about providers and models, as flat keys for people, secrets masked.
final class ScopedValues {
    private ScopedValues() {}

    static List<EffectiveValue> of(ConfigNode.Mapping root) {
        List<EffectiveValue> values = new ArrayList<>();
        for (String scope : List.of("providers", "models")) {
            ConfigNode node = root.entries().get(scope);
            if (node != null) {
                collect(scope, node, values);
            }
        }
        return List.copyOf(values);
    }

    private static void collect(String key, ConfigNode node, List<EffectiveValue> values) {
        switch (node) {
            case ConfigNode.Scalar(String text, Place place) ->
                values.add(new EffectiveValue(key, isSecret(key) ? Secret.MASK : text, new Origin.File(place)));
            case ConfigNode.Empty(Place _) -> {}
            case ConfigNode.Sequence(List<ConfigNode> items, Place _) -> {
                for (int i = 0; i < items.size(); i++) {
                    collect(key + "[" + i + "]", items.get(i), values);
                }
            }
            case ConfigNode.Mapping(Map<String, ConfigNode> entries, Place _) ->
                entries.forEach((name, entry) -> collect(key + "." + name, entry, values));
        }
    }

    private static boolean isSecret(String key) {
        return ProviderSettings.ALL.stream()
                .anyMatch(setting -> setting.isSecret() && key.endsWith("." + setting.leaf()));
    }
}
