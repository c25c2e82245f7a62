package dev.gantry.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The raw tree of a configuration file, every value with its place. Immutable.
public sealed interface ConfigNode {
    Place place();

    /// A text, number or boolean, as it was written.
    record Scalar(String text, Place place) implements ConfigNode {}

    /// A key without a value: as if it was not there.
    record Empty(Place place) implements ConfigNode {}

    record Sequence(List<ConfigNode> items, Place place) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(Map<String, ConfigNode> entries, Place place) implements ConfigNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }
}
