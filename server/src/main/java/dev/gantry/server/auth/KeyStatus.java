package dev.gantry.server.auth;

import java.util.Locale;

/// Whether a stored key opens the door.
public enum KeyStatus {
    ACTIVE,
    REVOKED,
    DISABLED,
    EXPIRED;

    /// The word that lists and the admin API show.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
