package dev.gantry.testing;

import dev.gantry.testing.ResponseHead.BodyEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Performs one script on one connection. Confined to the connection's answering thread, which is interrupted when
/// the peer leaves.
final class Answer {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final UpstreamConnection connection;
    private final OutputStream out;
    private final Gates gates;
    private final ResponseHead head;
    private boolean headSent;
    private boolean ended;

    /// @param peerSpeaksHttp10 such a peer knows no chunks: what would be chunked ends by close
    Answer(UpstreamConnection connection, OutputStream out, Gates gates, ResponseHead head, boolean peerSpeaksHttp10) {
        this.connection = connection;
        this.out = out;
        this.gates = gates;
        this.head = peerSpeaksHttp10 && head.bodyEnd() == BodyEnd.LAST_CHUNK ? head.withCloseDelimitedBody() : head;
    }

    /// Runs the steps, then ends the answer properly unless a step has ended it.
    void perform(Script script) throws IOException, InterruptedException {
        for (Script.Step step : script.steps()) {
            if (ended) {
                throw new IllegalStateException("a script has steps after its ending");
            }
            step.perform(this);
        }
        if (!ended) {
            end();
        }
    }

    void sendHead() throws IOException {
        if (!headSent) {
            headSent = true;
            writeWire(head.toBytes());
        }
    }

    void write(byte[] body) throws IOException {
        sendHead();
        writeWire(head.bodyEnd() == BodyEnd.LAST_CHUNK ? chunk(body) : body);
    }

    /// Writes bytes past the framing.
    void writeWire(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void drip(byte[] body, int bytesAtATime, Duration gap) throws IOException, InterruptedException {
        for (int from = 0; from < body.length; from += bytesAtATime) {
            write(Arrays.copyOfRange(body, from, Math.min(from + bytesAtATime, body.length)));
            pause(gap);
        }
    }

    void awaitGate(String name) throws InterruptedException {
        if (!gates.latch(name).await(ScriptedUpstream.GATE_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "nobody opened the gate " + name + " within " + ScriptedUpstream.GATE_DEADLINE);
        }
    }

    void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    void cut() throws IOException {
        ended = true;
        connection.cut();
    }

    void reset() throws IOException {
        ended = true;
        connection.reset();
    }

    void hang() throws InterruptedException {
        ended = true;
        new CountDownLatch(1).await();
    }

    private void end() throws IOException {
        ended = true;
        sendHead();
        switch (head.bodyEnd()) {
            case LENGTH -> {}
            case LAST_CHUNK -> writeWire(LAST_CHUNK);
            case CLOSE -> connection.cut();
        }
    }

    private static byte[] chunk(byte[] body) {
        byte[] size = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = Arrays.copyOf(size, size.length + body.length + 2);
        System.arraycopy(body, 0, chunk, size.length, body.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }
}
