package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `reasoning_details` of one choice (OpenRouter's shape), gathered from the fragments of a stream so that
/// they leave once and whole: client accumulators keep only the last value of a field they do not know.
///
/// Fragments of the same `type` and `index` are one entry: `text`, `summary` and `data` are joined, of any
/// other member the last value counts. Every entry leaves with an integer `index`. Details that grow beyond
/// the limit are given up as a whole: half a signed block is worth nothing. Confined to one thread.
final class ReasoningDetails {
    private static final class Entry {
        private final String key;
        private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
        private final Map<String, String> values = new LinkedHashMap<>();

        Entry(String key) {
            this.key = key;
        }
    }

    private final int maxBytes;
    private final List<Entry> entries = new ArrayList<>(0);
    private long bytes;

    /// @param maxBytes how many bytes of JSON the fragments may have together
    ReasoningDetails(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Takes the fragments of one delta.
    ///
    /// @param json an array
    void add(byte[] json) {
        bytes += json.length;
        if (bytes > maxBytes) {
            entries.clear();
            return;
        }
        JsonScanner scanner = new JsonScanner(json);
        scanner.next();
        while (scanner.next() != JsonToken.ARRAY_END) {
            if (scanner.current() == JsonToken.OBJECT_START) {
                addFragment(json, scanner);
            } else {
                scanner.skipValue();
            }
        }
    }

    /// The whole array, empty where there were no details. They are forgotten then.
    Optional<byte[]> take() {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < entries.size(); i++) {
            json.append(i == 0 ? "{" : ",{");
            write(entries.get(i), i, json);
            json.append('}');
        }
        entries.clear();
        return Optional.of(json.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    private void addFragment(byte[] json, JsonScanner scanner) {
        Entry fragment = new Entry("");
        while (scanner.next() != JsonToken.OBJECT_END) {
            String name = scanner.text();
            JsonToken value = scanner.next();
            if (value == JsonToken.STRING && isJoined(name)) {
                fragment.texts.put(name, new StringBuilder(scanner.text()));
            } else {
                int start = scanner.start();
                int end = scanner.skipValue();
                if (value != JsonToken.NULL) {
                    fragment.values.put(name, new String(json, start, end - start, StandardCharsets.UTF_8));
                }
            }
        }
        Entry entry = entryOf(fragment);
        fragment.texts.forEach((name, text) ->
                entry.texts.computeIfAbsent(name, n -> new StringBuilder()).append(text));
        entry.values.putAll(fragment.values);
    }

    private Entry entryOf(Entry fragment) {
        String key = fragment.values.getOrDefault("type", "") + fragment.values.getOrDefault("index", "-");
        if (!key.endsWith("-")) {
            for (Entry entry : entries) {
                if (entry.key.equals(key)) {
                    return entry;
                }
            }
        }
        Entry entry = new Entry(key);
        entries.add(entry);
        return entry;
    }

    private static boolean isJoined(String name) {
        return name.equals("text") || name.equals("summary") || name.equals("data");
    }

    private static void write(Entry entry, int position, StringBuilder json) {
        entry.values.putIfAbsent("index", Integer.toString(position));
        String separator = "";
        for (Map.Entry<String, String> value : entry.values.entrySet()) {
            json.append(separator);
            JsonText.appendQuoted(json, value.getKey());
            json.append(':').append(value.getValue());
            separator = ",";
        }
        for (Map.Entry<String, StringBuilder> text : entry.texts.entrySet()) {
            json.append(separator);
            JsonText.appendQuoted(json, text.getKey());
            json.append(':');
            JsonText.appendQuoted(json, text.getValue().toString());
        }
    }
}
