package dev.gantry.server.engine;

/// The engine or its model cannot be provided. The message is one sentence for the user: what is wrong and, where it
/// is known, the command that mends it.
public final class ProvisioningException extends Exception {
    public ProvisioningException(String sentence) {
        super(sentence);
    }

    public ProvisioningException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
