package dev.gantry.protocol.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what a reader finds, one line each; `+` stands for the line feeds in data.
class RecordedEvents implements SseSink {
    private final List<String> seen = new ArrayList<>();

    /// Everything in these bytes, fed in pieces, each from an array of its own that is overwritten afterwards.
    static List<String> read(byte[] input, int pieceBytes, int maxEventBytes) {
        SseReader reader = new SseReader(maxEventBytes);
        RecordedEvents events = new RecordedEvents();
        for (int at = 0; at < input.length; at += pieceBytes) {
            byte[] piece = Arrays.copyOfRange(input, at, Math.min(at + pieceBytes, input.length));
            reader.feed(piece, 0, piece.length, events);
            Arrays.fill(piece, (byte) '#');
        }
        if (reader.endsInsideEvent() && !events.seen.contains("too large")) {
            events.seen.add("unfinished");
        }
        return events.seen;
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public void event(byte[] bytes, int from, int to, @Nullable String name) {
        String data = new String(bytes, from, to - from, UTF_8).replace('\n', '+');
        seen.add("event " + data + (name == null ? "" : " named " + name));
    }

    @Override
    public void comment() {
        seen.add("comment");
    }

    @Override
    public void tooLarge() {
        seen.add("too large");
    }
}
