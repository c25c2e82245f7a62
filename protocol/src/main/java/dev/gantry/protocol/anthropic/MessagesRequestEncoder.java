package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.openai.EncodedRequest;

/// Writes a chat request for Anthropic's Messages API (platform.claude.com, "Create a Message"). The same request
/// gives the same bytes, so that the provider's prompt cache finds its prefixes again. Stateless and thread-safe.
///
/// Reasoning of earlier turns goes back only as signed blocks of Anthropic's own: plain `reasoning_content`, and the
/// blocks of other providers, have no place in this API and stay behind without a report.
public final class MessagesRequestEncoder {

    /// @throws dev.gantry.protocol.openai.InvalidRequestException where the API cannot take the request and no
    ///     adjustment would keep its meaning
    public EncodedRequest encode(ChatRequest request, AnthropicTarget target) {
        return new RequestBody(request, target).encode();
    }
}
