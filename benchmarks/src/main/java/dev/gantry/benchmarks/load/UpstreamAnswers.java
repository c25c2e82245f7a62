package dev.gantry.benchmarks.load;

import dev.gantry.benchmarks.UpstreamChunks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The answers of the upstream as ready-made HTTP bytes.
final class UpstreamAnswers {
    private static final String CONTENT = "A few words, as a model would write them, of about half a line. ".repeat(7);

    private UpstreamAnswers() {}

    /// One answer that is not streamed.
    static ByteBuf whole() {
        String body = """
                {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1764000000,\
                "model":"%s","choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
                "logprobs":null,"finish_reason":"stop"}],"usage":%s,"system_fingerprint":"fp_44709d6fcb"}\
                """.formatted(UpstreamChunks.MODEL, CONTENT, UpstreamChunks.USAGE);
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
        parts.add(chunk(UpstreamChunks.role()));
        for (int i = 0; i < events - 3; i++) {
            parts.add(chunk(UpstreamChunks.content(i)));
        }
        parts.add(chunk(UpstreamChunks.finish()));
        parts.add(chunk(UpstreamChunks.usage()));
        parts.add(bytes(frame("[DONE]") + "0\r\n\r\n"));
        return parts;
    }

    private static ByteBuf chunk(String data) {
        return bytes(frame(data));
    }

    private static String frame(String data) {
        String event = UpstreamChunks.event(data);
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }

    private static ByteBuf bytes(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
