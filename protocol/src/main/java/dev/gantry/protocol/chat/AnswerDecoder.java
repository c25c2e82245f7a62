package dev.gantry.protocol.chat;

/// Reads a provider's answers that are not streamed. Stateless and thread-safe; it never throws for what the provider
/// sent.
public interface AnswerDecoder {
    /// @param status the HTTP status of the answer; one of a failure always gives {@link DecodedAnswer.Failed}, also
    ///     where the request was for a stream
    /// @param body the whole body, any bytes
    DecodedAnswer decode(int status, byte[] body);
}
