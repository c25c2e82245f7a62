package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.ReasoningDetail;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How Gemini's thought signatures travel in a conversation: as encrypted blocks of a format of their own.
final class GeminiFormat {
    /// The `format` of Gemini's blocks in `reasoning_details`.
    static final String NAME = "google-gemini-v1";

    /// What Gemini takes in place of the signature of a call that it did not make (Gemini API, "Thought signatures").
    static final String FOREIGN_CALL =
            Base64.getEncoder().encodeToString("skip_thought_signature_validator".getBytes(StandardCharsets.US_ASCII));

    private GeminiFormat() {}

    static ReasoningDetail detail(String signature, int index, @Nullable String callId) {
        return new ReasoningDetail.Encrypted(signature, NAME, index, callId);
    }

    /// The signature of one call: on the call itself, else among the blocks.
    static Optional<String> signatureOf(ToolCall call, Message.Assistant message) {
        if (call.signature() != null && !call.signature().isEmpty()) {
            return Optional.of(call.signature());
        }
        return message.reasoningDetails().stream()
                .filter(detail -> call.id().equals(detail.callId()))
                .flatMap(detail -> signature(detail).stream())
                .findFirst();
    }

    /// The last signature that belongs to no call.
    static Optional<String> signatureOfText(Message.Assistant message) {
        return message.reasoningDetails().stream()
                .filter(detail -> detail.callId() == null)
                .flatMap(detail -> signature(detail).stream())
                .reduce((earlier, later) -> later);
    }

    private static Optional<String> signature(ReasoningDetail detail) {
        if (!detail.format().equals(NAME)) {
            return Optional.empty();
        }
        return switch (detail) {
            case ReasoningDetail.Encrypted(String data, var _, var _, var _) -> Optional.of(data);
            case ReasoningDetail.Text(var _, String signature, var _, var _, var _) -> Optional.ofNullable(signature);
        };
    }
}
