package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads and writes the `usage` object of the wire. Cached tokens are found under OpenAI's
/// `prompt_tokens_details.cached_tokens`, DeepSeek's `prompt_cache_hit_tokens` and a bare `cached_tokens`,
/// reasoning tokens also bare. Confined to one thread.
final class UsageObject {
    private final Member promptTokens = new Member("prompt_tokens");
    private final Member completionTokens = new Member("completion_tokens");
    private final Member totalTokens = new Member("total_tokens");
    private final Member promptDetails = new Member("prompt_tokens_details");
    private final Member completionDetails = new Member("completion_tokens_details");
    private final Member cacheHitTokens = new Member("prompt_cache_hit_tokens");
    private final Member bareCachedTokens = new Member("cached_tokens");
    private final Member bareReasoningTokens = new Member("reasoning_tokens");
    private final ObjectView object = new ObjectView(
            promptTokens,
            completionTokens,
            totalTokens,
            promptDetails,
            completionDetails,
            cacheHitTokens,
            bareCachedTokens,
            bareReasoningTokens);

    private final Member cachedTokens = new Member("cached_tokens");
    private final Member cacheWriteTokens = new Member("cache_write_tokens");
    private final ObjectView promptDetailsObject = new ObjectView(cachedTokens, cacheWriteTokens);

    private final Member reasoningTokens = new Member("reasoning_tokens");
    private final ObjectView completionDetailsObject = new ObjectView(reasoningTokens);

    /// The counts of a usage object; empty where it counts nothing.
    Optional<Usage> read(byte[] json) {
        scan(json);
        if (!promptTokens.is(JsonToken.NUMBER) && !completionTokens.is(JsonToken.NUMBER)) {
            return Optional.empty();
        }
        long input = count(promptTokens, json);
        long output = count(completionTokens, json);
        long cached = firstCount(json, cachedTokens, cacheHitTokens, bareCachedTokens);
        long reasoning = firstCount(json, reasoningTokens, bareReasoningTokens);
        return Optional.of(new Usage(
                input,
                Math.min(cached, input),
                Math.min(count(cacheWriteTokens, json), input),
                output,
                Math.min(reasoning, output)));
    }

    /// The same object with the three counts and both details present, and all else as it was.
    byte[] complete(byte[] json, Usage usage) {
        scan(json);
        Splice splice = new Splice();
        splice.turnTo(json, 0, json.length);
        setUnlessCount(
                object, completionDetails, completionDetailsObject, reasoningTokens, usage.reasoningTokens(), splice);
        setUnlessCount(object, promptDetails, promptDetailsObject, cachedTokens, usage.cachedInputTokens(), splice);
        setUnlessCount(object, totalTokens, usage.totalTokens(), splice);
        setUnlessCount(object, completionTokens, usage.outputTokens(), splice);
        setUnlessCount(object, promptTokens, usage.inputTokens(), splice);
        return splice.edits().apply();
    }

    /// A usage object with these counts.
    static byte[] write(Usage usage) {
        return ("{\"prompt_tokens\":" + usage.inputTokens() + ",\"completion_tokens\":" + usage.outputTokens()
                        + ",\"total_tokens\":" + usage.totalTokens() + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                        + usage.cachedInputTokens() + ",\"cache_write_tokens\":" + usage.cacheWriteTokens()
                        + "},\"completion_tokens_details\":{\"reasoning_tokens\":"
                        + usage.reasoningTokens() + "}}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void scan(byte[] json) {
        promptDetailsObject.forget();
        completionDetailsObject.forget();
        JsonScanner scanner = new JsonScanner(json);
        scanner.next();
        object.open(scanner);
        while (object.advance(scanner)) {
            if (object.isAt(promptDetails) && scanner.current() == JsonToken.OBJECT_START) {
                scan(promptDetailsObject, scanner);
            } else if (object.isAt(completionDetails) && scanner.current() == JsonToken.OBJECT_START) {
                scan(completionDetailsObject, scanner);
            } else {
                scanner.skipValue();
            }
        }
    }

    private static void scan(ObjectView details, JsonScanner scanner) {
        details.open(scanner);
        while (details.advance(scanner)) {
            scanner.skipValue();
        }
    }

    private static void setUnlessCount(
            ObjectView object, Member details, ObjectView detailsObject, Member member, long count, Splice splice) {
        if (detailsObject.isPresent()) {
            setUnlessCount(detailsObject, member, count, splice);
        } else {
            splice.set(object, details, ascii("{\"" + member.name() + "\":" + count + "}"));
        }
    }

    private static void setUnlessCount(ObjectView object, Member member, long count, Splice splice) {
        if (!member.is(JsonToken.NUMBER)) {
            splice.set(object, member, ascii(Long.toString(count)));
        }
    }

    private static long firstCount(byte[] json, Member... members) {
        for (Member member : members) {
            if (member.is(JsonToken.NUMBER)) {
                return count(member, json);
            }
        }
        return 0;
    }

    private static long count(Member member, byte[] json) {
        return member.is(JsonToken.NUMBER) ? Math.max(0, member.longValue(json)) : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
