package dev.gantry.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The answers of the upstream as ready-made HTTP bytes, in the form in which OpenAI's hosts write them.
final class UpstreamAnswers {
    /// What the upstream calls its model: not what the clients of a gateway call it.
    static final String MODEL = "upstream-model-7b";

    private static final String WORDS = " and then a few more words of a longer answer, as a model would write them";
    private static final String CHUNK_START = """
            {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion.chunk","created":1764000000,\
            "model":"%s","system_fingerprint":"fp_44709d6fcb","choices":\
            """.formatted(MODEL);
    private static final String USAGE = "{\"prompt_tokens\":211,\"completion_tokens\":98,\"total_tokens\":309,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    private UpstreamAnswers() {}

    /// One answer that is not streamed.
    static ByteBuf whole() {
        String body = """
                {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1764000000,\
                "model":"%s","choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
                "logprobs":null,"finish_reason":"stop"}],"usage":%s,"system_fingerprint":"fp_44709d6fcb"}\
                """.formatted(MODEL, WORDS.repeat(6), USAGE);
        return bytes("""
                HTTP/1.1 200 OK\r
                content-type: application/json\r
                content-length: %d\r
                \r
                %s""".formatted(body.length(), body));
    }

    /// The parts of a stream, each to be written on its own: the head, then every event as one HTTP chunk,
    /// `[DONE]` and the end of the body last.
    ///
    /// @param events how many data events there are beside `[DONE]`, at least 4
    static List<ByteBuf> stream(int events) {
        List<ByteBuf> parts = new ArrayList<>(events + 2);
        parts.add(bytes("""
                        HTTP/1.1 200 OK\r
                        content-type: text/event-stream; charset=utf-8\r
                        transfer-encoding: chunked\r
                        \r
                        """));
        parts.add(bytes(event(choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"))));
        for (int i = 0; i < events - 3; i++) {
            int from = i % 60;
            String text = WORDS.substring(from, from + 3 + i % 7);
            parts.add(bytes(event(choice("{\"content\":\"" + text + "\"}", "null"))));
        }
        parts.add(bytes(event(choice("{}", "\"stop\""))));
        parts.add(bytes(event(CHUNK_START + "[],\"usage\":" + USAGE + "}")));
        parts.add(bytes(event("[DONE]") + "0\r\n\r\n"));
        return parts;
    }

    private static String choice(String delta, String finishReason) {
        return CHUNK_START + "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                + "}]}";
    }

    private static String event(String data) {
        String text = "data: " + data + "\n\n";
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static ByteBuf bytes(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
