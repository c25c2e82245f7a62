package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What all chunks of one stream have in common: `id`, `object`, `created`, `model`. The first usable `id`
/// and `created` of the upstream hold for the whole stream, else the fallbacks. Confined to one thread.
final class ChunkEnvelope {
    private static final byte[] CHUNK = quoted("chat.completion.chunk");

    private final byte[] model;
    private final byte[] fallbackId;
    private final byte[] fallbackCreated;
    private byte @Nullable [] id;
    private byte @Nullable [] created;
    private byte @Nullable [] opening;

    ChunkEnvelope(StreamTerms terms) {
        this.model = JsonText.quote(terms.model());
        this.fallbackId = JsonText.quote(terms.fallbackId());
        this.fallbackCreated = Long.toString(terms.createdSeconds()).getBytes(StandardCharsets.US_ASCII);
    }

    /// Makes a chunk of the upstream one of this stream.
    void put(CompletionView chunk, Splice splice) {
        if (id == null && chunk.id.isText()) {
            id = splice.copyValue(chunk.id);
        }
        if (created == null && splice.isTime(chunk.created)) {
            created = splice.copyValue(chunk.created);
        }
        splice.set(chunk.object, chunk.id, id());
        splice.set(chunk.object, chunk.kind, CHUNK);
        splice.set(chunk.object, chunk.created, created());
        splice.set(chunk.object, chunk.model, model);
    }

    /// The provider's id of the answer, of which no chunk has come or gone.
    void nameAnswer(String responseId) {
        if (id == null && !responseId.isEmpty()) {
            id = JsonText.quote(responseId);
        }
    }

    /// A chunk of our own up to the bracket that opens `choices`; not to be written to.
    byte[] opening() {
        if (opening == null) {
            opening = ("{\"id\":" + utf8(id()) + ",\"object\":" + utf8(CHUNK) + ",\"created\":" + utf8(created())
                            + ",\"model\":" + utf8(model) + ",\"choices\":[")
                    .getBytes(StandardCharsets.UTF_8);
        }
        return opening;
    }

    private byte[] id() {
        if (id == null) {
            id = fallbackId;
        }
        return id;
    }

    private byte[] created() {
        if (created == null) {
            created = fallbackCreated;
        }
        return created;
    }

    private static byte[] quoted(String ascii) {
        return ('"' + ascii + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
