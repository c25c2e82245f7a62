package dev.gantry.benchmarks;

import java.nio.charset.StandardCharsets;

/// Chat request bodies of a wanted size, with the mixture that real ones have: several messages, line
/// breaks and quotes written as escapes, some text beyond ASCII.
public final class ChatBodies {
    private static final String PARAGRAPH = """
            The gateway reads this text once and hands it on as it came.\\nIt holds a \\"quoted\\" word, a tab\\t, \
            a path like src\\/main, and a few letters beyond ASCII: Grüße, naïve, 東京. \
            Most of it is plain prose, because that is what people send, and now and then some code: \
            for (int i = 0; i < n; i++) { sum += values[i]; }\\n\\n\
            """;
    private static final int MESSAGE_BYTES = 4_096;

    private ChatBodies() {}

    /// A body of about {@code bytes} bytes, and of no fewer than an empty conversation takes.
    public static byte[] ofSize(String model, boolean stream, int bytes) {
        StringBuilder body = new StringBuilder(bytes + PARAGRAPH.length())
                .append("{\"model\":\"")
                .append(model)
                .append("\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"}");
        String end = "],\"temperature\":0.7,\"max_tokens\":256,\"stream\":" + stream
                + (stream ? ",\"stream_options\":{\"include_usage\":true}}" : "}");
        for (int i = 0; body.length() + end.length() < bytes; i++) {
            appendMessage(body, i % 2 == 0 ? "user" : "assistant", bytes - body.length() - end.length());
        }
        return body.append(end).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendMessage(StringBuilder body, String role, int wanted) {
        body.append(",{\"role\":\"").append(role).append("\",\"content\":\"");
        int paragraphs = Math.max(1, Math.min(wanted, MESSAGE_BYTES) / PARAGRAPH.length());
        body.append(PARAGRAPH.repeat(paragraphs)).append("\"}");
    }
}
