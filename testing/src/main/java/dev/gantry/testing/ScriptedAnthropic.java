package dev.gantry.testing;

import java.io.IOException;

/// A fake of Anthropic's Messages API in both of its versions, on a real loopback socket: it refuses what the real one
/// refuses, in the same words, takes both ways to send a key, and answers as {@link AnthropicBehaviours} says. Scripts
/// that are queued at {@link #upstream()} come before that. Thread-safe.
///
/// ```java
/// try (ScriptedAnthropic anthropic = ScriptedAnthropic.start()) {
///     … a client of anthropic.upstream().origin() …
/// }
/// ```
public final class ScriptedAnthropic implements AutoCloseable {
    private final ScriptedUpstream upstream;

    private ScriptedAnthropic(ScriptedUpstream upstream) {
        this.upstream = upstream;
    }

    /// Listens on a free port of 127.0.0.1.
    public static ScriptedAnthropic start() throws IOException {
        return new ScriptedAnthropic(ScriptedUpstream.start().always(ScriptedAnthropic::answer));
    }

    /// The socket below, for its address, its record of requests and scripts of one's own.
    public ScriptedUpstream upstream() {
        return upstream;
    }

    /// What the fake answers to a request.
    public static Script answer(RecordedRequest request) {
        try {
            if (!request.path().equals("/v1/messages") || !request.method().equals("POST")) {
                throw AnthropicRefusal.notFound("Not Found");
            }
            return AnthropicBehaviours.of(AnthropicRules.check(request));
        } catch (AnthropicRefusal refusal) {
            return refusal.script();
        }
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
