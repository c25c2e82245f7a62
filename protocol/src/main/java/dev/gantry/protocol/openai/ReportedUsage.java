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
    private @Nullable Usage usage;

    /// Takes the usage out of a chunk.
    void takeFrom(CompletionView chunk, byte[] bytes, Splice splice) {
        if (chunk.groqObject.isPresent()) {
            take(chunk.groqUsage, bytes);
            chunk.groqError.drop();
            splice.removeDropped(chunk.groqObject);
        }
        take(chunk.usage, bytes);
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /// The usage object for the client.
    Optional<byte[]> json() {
        return json == null || usage == null ? Optional.empty() : Optional.of(object.complete(json, usage));
    }

    private void take(Member member, byte[] bytes) {
        member.drop();
        if (member.is(JsonToken.OBJECT_START)) {
            byte[] candidate = member.copyValue(bytes);
            object.read(candidate).ifPresent(counts -> {
                json = candidate;
                usage = counts;
            });
        }
    }
}
