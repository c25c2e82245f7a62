package dev.gantry.protocol.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A stream that went through a relay, for tests.
record Relayed(ChatStreamRelay relay, String output) {
    static Relayed whole(StreamTerms terms, byte[] upstream) {
        return inPieces(terms, upstream, Math.max(1, upstream.length));
    }

    static Relayed inPieces(StreamTerms terms, byte[] upstream, int size) {
        ChatStreamRelay relay = new ChatStreamRelay(terms);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (int at = 0; at < upstream.length; at += size) {
            byte[] piece = new byte[Math.min(size, upstream.length - at)];
            System.arraycopy(upstream, at, piece, 0, piece.length);
            relay.feed(piece, 0, piece.length);
            output.writeBytes(relay.drain());
        }
        relay.end();
        output.writeBytes(relay.drain());
        return new Relayed(relay, output.toString(StandardCharsets.UTF_8));
    }

    static Relayed whole(StreamTerms terms, String upstream) {
        return whole(terms, upstream.getBytes(StandardCharsets.UTF_8));
    }

    /// The frames, and in comments what else the relay knows at the end.
    String transcript() {
        StringBuilder text = new StringBuilder(output);
        text.append(": ").append(relay.state());
        relay.problem()
                .ifPresent(problem ->
                        text.append(' ').append(problem.kind()).append(": ").append(problem.clientMessage()));
        text.append("\n: finish ").append(relay.finishReasons());
        text.append("\n: ").append(relay.usageReported() ? relay.usage().toString() : "no usage reported");
        text.append("\n: ").append(relay.dataEvents()).append(" data events, ");
        text.append(relay.outputBytes()).append(" output bytes\n");
        return text.toString();
    }
}
