package dev.gantry.benchmarks.load;

import dev.gantry.benchmarks.ChatBodies;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

final class LoadRequest {
    private LoadRequest() {}

    /// The request of a plan, head and body, as it goes over the wire.
    static ByteBuf of(LoadPlan plan) {
        byte[] body = ChatBodies.ofSize(plan.model(), plan.stream(), plan.bodyBytes());
        byte[] head = """
                POST %s HTTP/1.1\r
                host: %s\r
                authorization: Bearer %s\r
                content-type: application/json\r
                accept: */*\r
                user-agent: gantry-bench\r
                content-length: %d\r
                \r
                """.formatted(plan.url().getPath(), plan.url().getAuthority(), plan.key(), body.length)
                .getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(head.length + body.length)
                .writeBytes(head)
                .writeBytes(body)
                .asReadOnly());
    }
}
