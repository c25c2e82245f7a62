package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatRequest;
import java.util.ArrayList;
import java.util.List;

/// A client's request, understood.
///
/// @param adjustments what of it no provider could use, to be reported together with what the provider at hand cannot
///     express
public record DecodedRequest(ChatRequest request, List<Adjustment> adjustments) {
    public DecodedRequest {
        adjustments = List.copyOf(adjustments);
    }

    /// What the dialect made of the request, with these adjustments before its own.
    public EncodedRequest with(EncodedRequest encoded) {
        List<Adjustment> all = new ArrayList<>(adjustments);
        all.addAll(encoded.adjustments());
        return new EncodedRequest(encoded.body(), all);
    }
}
