package dev.gantry.protocol.chat;

import dev.gantry.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of a conversation. Immutable.
public sealed interface Message {
    /// A system message; `developer` is the same thing by another name.
    record Instructions(List<ContentPart> content) implements Message {
        public Instructions {
            content = List.copyOf(content);
        }
    }

    record User(List<ContentPart> content, @Nullable String name) implements Message {
        public User {
            content = List.copyOf(content);
        }
    }

    /// An earlier answer.
    ///
    /// @param reasoningContent its reasoning as plain text, where the client sent it back
    /// @param reasoningDetails its reasoning as signed blocks, where the client sent them back
    record Assistant(
            List<ContentPart> content,
            List<ToolCall> toolCalls,
            @Nullable String reasoningContent,
            List<ReasoningDetail> reasoningDetails)
            implements Message {
        public Assistant {
            content = List.copyOf(content);
            toolCalls = List.copyOf(toolCalls);
            reasoningDetails = List.copyOf(reasoningDetails);
        }
    }

    /// The result of a tool call.
    record ToolResult(String callId, List<ContentPart> content) implements Message {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /// A call that the model made.
    ///
    /// @param arguments JSON as text, which may be invalid: a model wrote it
    /// @param signature a provider's signature of the call, where the client sent it back
    record ToolCall(
            String id,
            String name,
            String arguments,
            @Nullable String signature) {}

    /// A part of a message's content. The empty string as content is no part.
    ///
    /// A `cacheControl` is a cache marker in Anthropic's form, as the client wrote it; OpenAI's
    /// `prompt_cache_breakpoint` is `{"type":"ephemeral"}`.
    sealed interface ContentPart {
        record Text(String text, @Nullable RawJson cacheControl) implements ContentPart {}

        /// @param detail `low`, `high`, `auto`; null where the client said nothing
        record Image(
                ImageSource source,
                @Nullable String detail,
                @Nullable RawJson cacheControl) implements ContentPart {}

        /// @param format `wav`, `mp3`
        record Audio(String base64, String format) implements ContentPart {}

        /// A document; exactly one of data and id is there.
        record File(
                @Nullable String name,
                @Nullable String mediaType,
                @Nullable String base64,
                @Nullable String fileId,
                @Nullable RawJson cacheControl)
                implements ContentPart {}

        record Refusal(String text) implements ContentPart {}

        /// A part of a kind that the wire does not define, as the client wrote it.
        record Unknown(String type, RawJson json) implements ContentPart {}
    }

    /// Where an image is.
    sealed interface ImageSource {
        record Url(String url) implements ImageSource {}

        /// @param mediaType `image/png`
        record Bytes(String mediaType, String base64) implements ImageSource {}
    }
}
