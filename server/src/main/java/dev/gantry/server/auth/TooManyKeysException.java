package dev.gantry.server.auth;

/// The store holds as many keys as it may.
public final class TooManyKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyKeysException() {
        super("the store already holds " + ApiKeyStore.MAX_KEYS + " keys, which is the most it keeps");
    }
}
