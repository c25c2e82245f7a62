package dev.gantry.protocol.chat;

/// Takes what an {@link EventDecoder} finds in a provider's stream, in the order of the stream and in the grammar of
/// {@link ChatEvent}. Confined to one thread.
public interface ChatEventSink {
    /// An event with an empty text says nothing to the client and still proves that the provider works on: what a
    /// decoder may make of a block that cannot be shown.
    void event(ChatEvent event);

    /// The provider says that the answer is over, before its body is: Anthropic's `message_stop`. Nothing but the end
    /// of the body may follow.
    void completed();

    /// The provider says that it failed, or broke its protocol. Nothing may follow.
    void failed(UpstreamProblem problem);
}
