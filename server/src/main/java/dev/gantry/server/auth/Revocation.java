package dev.gantry.server.auth;

import java.util.List;

/// How an attempt to revoke a key ended.
public sealed interface Revocation {
    record Revoked(StoredKey key) implements Revocation {}

    record AlreadyRevoked(StoredKey key) implements Revocation {}

    record Unknown() implements Revocation {}

    /// Several live keys have the name; none was touched.
    record Ambiguous(List<StoredKey> keys) implements Revocation {}
}
