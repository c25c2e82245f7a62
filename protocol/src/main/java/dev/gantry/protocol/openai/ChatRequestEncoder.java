package dev.gantry.protocol.openai;

/// Writes a client's request anew for one upstream of OpenAI's dialect. Every byte that the target has no wish
/// about stays: unknown fields, number forms, the order of keys, white space. Stateless and thread-safe; each
/// attempt encodes anew.
public final class ChatRequestEncoder {

    public EncodedRequest encode(ChatRequestView view, RequestTarget target) {
        return new RequestRewrite(view, target).run();
    }
}
