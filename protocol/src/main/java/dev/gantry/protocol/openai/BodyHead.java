package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the beginning of a body that should have been an event stream and looks like plain JSON instead:
/// some hosts answer 200 and an error object. Confined to one thread.
final class BodyHead {
    private static final int MAX_BYTES = 64 * 1024;

    private @Nullable ByteArrayOutputStream kept;
    private boolean decided;

    void add(byte[] bytes, int from, int to) {
        int at = from;
        while (!decided && at < to) {
            byte b = bytes[at];
            if (b == '{' || b == '[') {
                kept = new ByteArrayOutputStream();
                decided = true;
            } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                decided = true;
            } else {
                at++;
            }
        }
        if (kept != null) {
            kept.write(bytes, at, Math.min(to - at, MAX_BYTES - kept.size()));
        }
    }

    /// Why a stream is not whole that has ended.
    ///
    /// @param events how many events with data there were
    UpstreamProblem whyIncomplete(long events) {
        if (events > 0) {
            return UpstreamProblem.protocolViolation("ended the stream before the answer was complete");
        }
        return problem()
                .orElseGet(() -> UpstreamProblem.protocolViolation("answered with something that is no event stream"));
    }

    /// What the body says is wrong, if it is JSON that says so.
    Optional<UpstreamProblem> problem() {
        if (kept == null) {
            return Optional.empty();
        }
        UpstreamErrorText text = UpstreamErrorText.of(kept.toByteArray());
        return text.message().isEmpty()
                ? Optional.empty()
                : Optional.of(UpstreamErrorReader.readEvent(kept.toByteArray()));
    }
}
