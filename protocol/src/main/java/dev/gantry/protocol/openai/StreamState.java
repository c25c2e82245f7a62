package dev.gantry.protocol.openai;

/// How far one streamed answer has come.
public enum StreamState {
    /// More may follow.
    OPEN,
    /// `data: [DONE]` was produced: the answer is whole and nothing follows.
    COMPLETE,
    /// The upstream failed or broke the protocol: what was produced is only the beginning of an answer.
    FAILED
}
