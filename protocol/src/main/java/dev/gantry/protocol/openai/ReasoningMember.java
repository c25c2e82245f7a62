package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;

/// `reasoning_content`, under whichever name the upstream wrote it: `reasoning` (vLLM, Ollama, Groq,
/// OpenRouter), `thinking`, or `<think>` tags in the content.
final class ReasoningMember {
    private static final byte[] NAME = "\"reasoning_content\"".getBytes(StandardCharsets.US_ASCII);

    private ReasoningMember() {}

    /// Leaves one `reasoning_content`, if there is any text, and no empty ones.
    static void unify(MessageView message, Splice splice) {
        Member text = message.reasoningText();
        if (text.isText() && text != message.reasoningContent) {
            splice.rename(text, NAME);
        }
        dropUnless(text, message.reasoningContent);
        dropUnless(text, message.reasoning);
        dropUnless(text, message.thinking);
    }

    /// Says that the content, as it stands, is reasoning.
    static void renameContent(MessageView message, Splice splice) {
        splice.rename(message.content, NAME);
    }

    /// The two members that a text with tags becomes; empty ones are left out.
    static StringBuilder members(String reasoning, String content) {
        StringBuilder members = new StringBuilder();
        if (!reasoning.isEmpty()) {
            members.append("\"reasoning_content\":");
            JsonText.appendQuoted(members, reasoning);
        }
        if (!content.isEmpty()) {
            members.append(reasoning.isEmpty() ? "" : ",").append("\"content\":");
            JsonText.appendQuoted(members, content);
        }
        return members;
    }

    private static void dropUnless(Member text, Member member) {
        if (member.isPresent() && (member != text || !member.isText()) && !isStructure(member)) {
            member.drop();
        }
    }

    private static boolean isStructure(Member member) {
        return member.is(JsonToken.OBJECT_START) || member.is(JsonToken.ARRAY_START);
    }
}
