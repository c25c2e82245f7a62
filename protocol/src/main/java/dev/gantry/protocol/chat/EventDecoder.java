package dev.gantry.protocol.chat;

/// Reads one streamed answer of a provider's dialect. A pure push state machine: it holds no socket, clock or thread,
/// and what it finds does not depend on how the bytes are split. It never throws for what the provider sent: a breach
/// of the protocol is {@link ChatEventSink#failed}. Confined to one thread.
public interface EventDecoder {
    /// Takes bytes of the provider's body, split anywhere; the array belongs to the caller again afterwards.
    void feed(byte[] bytes, int from, int to, ChatEventSink sink);

    /// The body ended cleanly. Whether the answer is whole is the sink's to say: what is known to be missing, such as
    /// the end of an open block, is a failure.
    void end(ChatEventSink sink);
}
