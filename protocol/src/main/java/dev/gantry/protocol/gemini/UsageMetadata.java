package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import org.jspecify.annotations.Nullable;

/// Reads `usageMetadata`. Gemini counts thoughts beside the candidates and tool prompts beside the prompt, and cached
/// tokens inside the prompt (Gemini API, "UsageMetadata").
final class UsageMetadata {
    private long prompt;
    private long toolUsePrompt;
    private long cached;
    private long candidates;
    private long thoughts;

    private UsageMetadata() {}

    /// The counts; null where the value is no object.
    static @Nullable Usage read(JsonScanner scanner) {
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return null;
        }
        UsageMetadata metadata = new UsageMetadata();
        ValueReader.members(scanner, name -> metadata.take(name, scanner));
        return metadata.usage();
    }

    private void take(String name, JsonScanner scanner) {
        switch (name) {
            case "promptTokenCount" -> prompt = count(scanner);
            case "toolUsePromptTokenCount" -> toolUsePrompt = count(scanner);
            case "cachedContentTokenCount" -> cached = count(scanner);
            case "candidatesTokenCount" -> candidates = count(scanner);
            case "thoughtsTokenCount" -> thoughts = count(scanner);
            default -> scanner.skipValue();
        }
    }

    /// No count is larger than an int, so that sums of them are no trouble.
    private static long count(JsonScanner scanner) {
        return Math.clamp(ValueReader.number(scanner), 0, Integer.MAX_VALUE);
    }

    private Usage usage() {
        long input = prompt + toolUsePrompt;
        return new Usage(input, Math.min(cached, input), 0, candidates + thoughts, thoughts);
    }
}
