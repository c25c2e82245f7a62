package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The usage that an upstream reported in a stream: in a chunk of its own, on the finish chunk (DeepSeek,
/// Fireworks), on every chunk (vLLM on demand) or in `x_groq`. The last report wins. Confined to one thread.
final class ReportedUsage {
    private final UsageObject object = new UsageObject();
    private byte @Nullable [] json;
    private byte @Nullable [] ownChunk;
    private @Nullable Usage usage;

    /// Takes the usage out of a chunk.
    void takeFrom(CompletionView chunk, Splice splice) {
        if (chunk.groqObject.isPresent()) {
            take(chunk.groqUsage, splice);
            chunk.groqError.drop();
            splice.removeDropped(chunk.groqObject);
        }
        take(chunk.usage, splice);
    }

    /// Keeps a chunk without choices whose usage was just taken, for what else it says (timings, cost).
    void keepOwnChunk(CompletionView chunk, byte[] bytes) {
        if (chunk.usage.is(JsonToken.OBJECT_START)) {
            ownChunk = bytes;
        }
    }

    /// The chunk in which the upstream reported usage apart, if it did.
    Optional<byte[]> ownChunk() {
        return usage == null ? Optional.empty() : Optional.ofNullable(ownChunk);
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /// The usage object for the client.
    Optional<byte[]> json() {
        return json == null || usage == null ? Optional.empty() : Optional.of(object.complete(json, usage));
    }

    private void take(Member member, Splice splice) {
        member.drop();
        if (member.is(JsonToken.OBJECT_START)) {
            byte[] candidate = splice.copyValue(member);
            object.read(candidate).ifPresent(counts -> {
                json = candidate;
                usage = counts;
            });
        }
    }
}
