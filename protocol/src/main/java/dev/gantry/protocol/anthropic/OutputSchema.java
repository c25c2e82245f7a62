package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A JSON Schema brought into the part of the language that structured output takes (platform.claude.com, "Structured
/// outputs"): every object closed, no bounds on numbers, strings and arrays, no recursion. Confined to one request.
final class OutputSchema {
    /// What cannot be said; answers may go beyond it.
    private static final Set<String> BOUNDS = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minContains",
            "maxContains",
            "minProperties",
            "maxProperties");
    /// What is said of a schema beside its meaning.
    private static final Set<String> NOTES = Set.of("$schema", "$id", "$comment", "examples", "deprecated");
    /// What would change its meaning if it were left out.
    private static final Set<String> INEXPRESSIBLE = Set.of(
            "patternProperties",
            "propertyNames",
            "dependentSchemas",
            "dependentRequired",
            "unevaluatedProperties",
            "prefixItems",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "$anchor",
            "$dynamicRef");

    private final byte[] source;
    private final JsonScanner scanner;
    private final JsonWriter json = new JsonWriter();
    private final Map<String, Set<String>> references = new HashMap<>();
    private String definition = "#";
    private boolean looser;
    private boolean expressible = true;

    private OutputSchema(RawJson schema) {
        this.source = schema.toByteArray();
        this.scanner = new JsonScanner(source);
    }

    /// The nearest schema that structured output takes; empty where that would be another one.
    static Optional<OutputSchema> find(RawJson schema) {
        OutputSchema output = new OutputSchema(schema);
        output.scanner.next();
        output.copySchema();
        return output.expressible && !output.isRecursive("#", new HashSet<>()) ? Optional.of(output) : Optional.empty();
    }

    RawJson json() {
        byte[] bytes = json.toByteArray();
        return RawJson.copyOf(bytes, 0, bytes.length);
    }

    /// Whether it accepts answers that the client's does not.
    boolean isLooser() {
        return looser;
    }

    private void copySchema() {
        if (scanner.current() != JsonToken.OBJECT_START) {
            copyValue();
            return;
        }
        boolean isObject = false;
        json.beginObject();
        while (scanner.next() == JsonToken.NAME) {
            String keyword = scanner.text();
            scanner.next();
            isObject |= keyword.equals("properties")
                    || (keyword.equals("type") && scannedText().equals("object"));
            copyKeyword(keyword);
        }
        if (isObject) {
            json.name("additionalProperties").value(false);
        }
        json.endObject();
    }

    private void copyKeyword(String keyword) {
        if (BOUNDS.contains(keyword)) {
            looser = true;
            scanner.skipValue();
        } else if (NOTES.contains(keyword)) {
            scanner.skipValue();
        } else if (INEXPRESSIBLE.contains(keyword)) {
            expressible = false;
            scanner.skipValue();
        } else {
            copyMeaningful(keyword);
        }
    }

    private void copyMeaningful(String keyword) {
        switch (keyword) {
            case "additionalProperties" -> skipAdditionalProperties();
            case "properties" -> copyMap(keyword, false);
            case "$defs", "definitions" -> copyMap(keyword, true);
            case "anyOf", "allOf" -> copyList(keyword);
            case "oneOf" -> {
                looser = true;
                copyList("anyOf");
            }
            case "items" -> {
                json.name(keyword);
                copySchema();
            }
            case "$ref" -> copyReference();
            default -> {
                json.name(keyword);
                copyValue();
            }
        }
    }

    /// Closing an object that may be open only makes the answer narrower; a map by patterns of its values would be
    /// lost.
    private void skipAdditionalProperties() {
        expressible &= scanner.current() != JsonToken.OBJECT_START;
        scanner.skipValue();
    }

    private void copyMap(String keyword, boolean definitions) {
        json.name(keyword);
        if (scanner.current() != JsonToken.OBJECT_START) {
            copyValue();
            return;
        }
        String outer = definition;
        json.beginObject();
        while (scanner.next() == JsonToken.NAME) {
            String name = scanner.text();
            json.name(name);
            definition = definitions ? "#/" + keyword + "/" + name : outer;
            scanner.next();
            copySchema();
        }
        json.endObject();
        definition = outer;
    }

    private void copyList(String keyword) {
        json.name(keyword);
        if (scanner.current() != JsonToken.ARRAY_START) {
            copyValue();
            return;
        }
        json.beginArray();
        while (scanner.next() != JsonToken.ARRAY_END) {
            copySchema();
        }
        json.endArray();
    }

    private void copyReference() {
        String target = scannedText();
        expressible &= target.startsWith("#");
        references.computeIfAbsent(definition, d -> new HashSet<>()).add(target);
        json.name("$ref");
        copyValue();
    }

    private void copyValue() {
        int start = scanner.start();
        int end = scanner.skipValue();
        json.value(RawJson.copyOf(source, start, end));
    }

    private String scannedText() {
        return scanner.current() == JsonToken.STRING ? scanner.text() : "";
    }

    /// Whether a definition leads back to itself.
    private boolean isRecursive(String from, Set<String> path) {
        if (!path.add(from)) {
            return true;
        }
        for (String target : references.getOrDefault(from, Set.of())) {
            if (isRecursive(target, path)) {
                return true;
            }
        }
        path.remove(from);
        return false;
    }

    @Override
    public String toString() {
        return new String(json.toByteArray(), StandardCharsets.UTF_8);
    }
}
