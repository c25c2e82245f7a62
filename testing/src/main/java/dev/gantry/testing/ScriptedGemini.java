package dev.gantry.testing;

import java.io.IOException;

/// A fake of Gemini's `generateContent` and `streamGenerateContent` on a real loopback socket: it refuses what the
/// real one refuses, and answers as {@link GeminiBehaviours} says, with CRLF between events, without comments and
/// without a mark at the end. Scripts that are queued at {@link #upstream()} come before that. Thread-safe.
///
/// ```java
/// try (ScriptedGemini gemini = ScriptedGemini.start()) {
///     … a client of gemini.upstream().origin() …
/// }
/// ```
public final class ScriptedGemini implements AutoCloseable {
    private final ScriptedUpstream upstream;

    private ScriptedGemini(ScriptedUpstream upstream) {
        this.upstream = upstream;
    }

    /// Listens on a free port of 127.0.0.1.
    public static ScriptedGemini start() throws IOException {
        return new ScriptedGemini(ScriptedUpstream.start().always(ScriptedGemini::answer));
    }

    /// The socket below, for its address, its record of requests and scripts of one's own.
    public ScriptedUpstream upstream() {
        return upstream;
    }

    /// What the fake answers to a request.
    public static Script answer(RecordedRequest request) {
        try {
            GeminiTurn turn = GeminiTurn.of(request);
            GeminiRules.check(turn);
            return GeminiBehaviours.of(turn);
        } catch (GeminiRefusal refusal) {
            return refusal.script();
        }
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
