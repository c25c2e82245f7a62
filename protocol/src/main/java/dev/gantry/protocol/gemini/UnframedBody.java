package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Keeps the beginning of a body that should have been an event stream and looks like plain JSON instead: an error
/// may come as `[{"error":…}]` without any framing. Confined to one thread.
final class UnframedBody {
    private static final int MAX_BYTES = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private boolean decided;
    private boolean isJson;

    void add(byte[] bytes, int from, int to) {
        int at = from;
        while (!decided && at < to) {
            byte b = bytes[at];
            isJson = b == '{' || b == '[';
            decided = isJson || (b != ' ' && b != '\n' && b != '\r' && b != '\t');
            at += decided ? 0 : 1;
        }
        if (isJson) {
            kept.write(bytes, at, Math.min(to - at, MAX_BYTES - kept.size()));
        }
    }

    /// What the body says is wrong, if it is an error object.
    Optional<UpstreamProblem> problem() {
        byte[] body = kept.toByteArray();
        try {
            return isJson && ResponseReader.read(body, 0, body.length).isError()
                    ? Optional.of(GeminiErrorReader.readEvent(body))
                    : Optional.empty();
        } catch (JsonSyntaxException notWhole) {
            return Optional.empty();
        }
    }
}
