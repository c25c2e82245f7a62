package dev.gantry.server.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of a secret: all that a store keeps of it, and what it is looked up by. Equality takes the
/// same time whatever the bytes. Immutable.
public final class ApiKeyHash {
    /// Length in bytes.
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private ApiKeyHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The hash of a secret's UTF-8 bytes.
    public static ApiKeyHash of(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new ApiKeyHash(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// A hash as [#bytes] gave it.
    public static ApiKeyHash fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a key hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new ApiKeyHash(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiKeyHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return "ApiKeyHash";
    }
}
