package dev.gantry.server.catalog;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.server.config.ConfigNode;
import dev.gantry.server.config.ConfigSection;
import dev.gantry.server.config.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the built-in data files. They have the schema of the user's configuration, as JSON, which is read
/// in a fraction of the time that YAML takes.
final class Resources {
    private Resources() {}

    /// @param name the file's name, beside this class
    static ConfigSection load(String name) {
        byte[] json = bytes(name);
        JsonScanner scanner = new JsonScanner(json);
        scanner.next();
        Place place = new Place(name, 0);
        return ConfigSection.root(new ConfigNode.Mapping(entries(scanner, place), place));
    }

    private static byte[] bytes(String name) {
        try (@Nullable InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigNode node(JsonScanner scanner, Place place) {
        return switch (scanner.current()) {
            case OBJECT_START -> new ConfigNode.Mapping(entries(scanner, place), place);
            case ARRAY_START -> new ConfigNode.Sequence(items(scanner, place), place);
            case NULL -> new ConfigNode.Empty(place);
            case STRING -> new ConfigNode.Scalar(scanner.text(), place);
            case NUMBER -> new ConfigNode.Scalar(scanner.numberText(), place);
            case TRUE -> new ConfigNode.Scalar("true", place);
            case FALSE -> new ConfigNode.Scalar("false", place);
            case OBJECT_END, ARRAY_END, NAME, END -> throw new IllegalStateException(place.file());
        };
    }

    private static Map<String, ConfigNode> entries(JsonScanner scanner, Place place) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        while (scanner.next() != JsonToken.OBJECT_END) {
            String name = scanner.text();
            scanner.next();
            if (entries.put(name, node(scanner, place)) != null) {
                throw new IllegalStateException(place.file() + " has two entries " + name);
            }
        }
        return entries;
    }

    private static List<ConfigNode> items(JsonScanner scanner, Place place) {
        List<ConfigNode> items = new ArrayList<>();
        while (scanner.next() != JsonToken.ARRAY_END) {
            items.add(node(scanner, place));
        }
        return items;
    }
}
