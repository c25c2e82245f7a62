package dev.gantry.server.engine;

/// The engine does not answer; the message says why, in one sentence.
public final class EngineUnavailableException extends Exception {
    public EngineUnavailableException(String sentence) {
        super(sentence);
    }
}
