package dev.gantry.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads a YAML file into a {@link ConfigNode} tree with the line of every value, and with `${VARIABLE}`
/// replaced in every text.
///
/// It takes the part of YAML that a configuration needs: files up to 1 MiB, one document, 32 levels, and no
/// aliases, so that a few lines cannot grow to gigabytes. A key that occurs twice in one mapping is refused.
final class YamlReader {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;

    private final String name;
    private final YAMLParser parser;
    private final Interpolation interpolation;

    private YamlReader(String name, YAMLParser parser, Interpolation interpolation) {
        this.name = name;
        this.parser = parser;
        this.interpolation = interpolation;
    }

    /// Reads the bytes of a file, without interpreting them.
    static byte[] load(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new StartupException(
                        "The configuration file " + file + " is larger than " + ByteSizes.format(MAX_BYTES) + ".");
            }
            return bytes;
        } catch (IOException e) {
            throw new StartupException("The configuration file " + file + " cannot be read: "
                    + e.getClass().getSimpleName() + ".");
        }
    }

    /// @param name the file's name in messages
    static ConfigNode.Mapping parse(byte[] yaml, String name, Interpolation interpolation) {
        YAMLFactory factory = YAMLFactory.builder().build();
        try (YAMLParser parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), yaml)) {
            return new YamlReader(name, parser, interpolation).document();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            String problem = e.getOriginalMessage().lines().findFirst().orElse("malformed");
            throw new StartupException(new Place(name, line) + ": this is not YAML: " + problem);
        }
    }

    private ConfigNode.Mapping document() {
        JsonToken first = parser.nextToken();
        Place start = new Place(name, 1);
        if (first == null || first == JsonToken.VALUE_NULL) {
            return new ConfigNode.Mapping(Map.of(), start);
        }
        ConfigNode root = value("", start, 0);
        if (parser.nextToken() != null) {
            throw new StartupException(here() + ": only one YAML document is expected");
        }
        return switch (root) {
            case ConfigNode.Mapping mapping -> mapping;
            case ConfigNode _ -> throw new StartupException(start + ": expected keys and values, like 'listen:'");
        };
    }

    private ConfigNode value(String path, Place place, int depth) {
        if (parser.isCurrentAlias()) {
            throw new StartupException(here() + ": " + path + ": YAML aliases (*name) are not supported");
        }
        if (depth > MAX_DEPTH) {
            throw new StartupException(here() + ": nested deeper than " + MAX_DEPTH + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(path, place, depth);
            case START_ARRAY -> sequence(path, place, depth);
            case VALUE_NULL -> new ConfigNode.Empty(place);
            case null, default -> new ConfigNode.Scalar(interpolation.resolve(parser.getString(), path, place), place);
        };
    }

    private ConfigNode mapping(String path, Place place, int depth) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place at = here();
            parser.nextToken();
            ConfigNode entry = value(path.isEmpty() ? key : path + "." + key, at, depth + 1);
            ConfigNode earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                throw new StartupException("%s: '%s' is already set in line %d"
                        .formatted(at, key, earlier.place().line()));
            }
        }
        return new ConfigNode.Mapping(entries, place);
    }

    private ConfigNode sequence(String path, Place place, int depth) {
        List<ConfigNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]", here(), depth + 1));
        }
        return new ConfigNode.Sequence(items, place);
    }

    private Place here() {
        return new Place(name, Math.max(0, parser.currentTokenLocation().getLineNr()));
    }
}
