package dev.gantry.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// A secret that Gantry issues: `rc_live_`, 26 random base-62 characters (154 bits), and 6 characters that
/// are their checksum. Shown once, when it is made; after that only its [ApiKeyHash] exists. Immutable.
///
/// The checksum is the CRC-32 (of ISO 3309, as in zip) of the 26 random characters as ASCII, without the
/// mark, written in base 62 with the digits `0-9A-Za-z` and left-padded with `0`. It lets a typo or a leak
/// scanner be answered without a database; it proves nothing about who holds the key.
public final class ApiKey {
    /// How every issued key begins.
    public static final String MARK = "rc_live_";

    /// Length of an issued key in characters.
    public static final int LENGTH = 40;

    private static final int RANDOM_LENGTH = 26;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int PREFIX_LENGTH = 12;

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    public static ApiKey generate(SecureRandom random) {
        String body = Base62.random(random, RANDOM_LENGTH);
        return new ApiKey(MARK + body + checksum(body));
    }

    /// Whether the text has the form of an issued key and its checksum is right. Needs no database.
    public static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(MARK)) {
            return false;
        }
        String body = text.substring(MARK.length(), MARK.length() + RANDOM_LENGTH);
        return Base62.isBase62(body) && text.endsWith(checksum(body));
    }

    /// The whole key. Never to be logged.
    public String secret() {
        return secret;
    }

    /// The first 12 characters, by which lists tell keys apart.
    public String prefix() {
        return secret.substring(0, PREFIX_LENGTH);
    }

    public ApiKeyHash hash() {
        return ApiKeyHash.of(secret);
    }

    /// The prefix alone, so that a key that ends in a log or a message gives nothing away.
    @Override
    public String toString() {
        return prefix() + "…";
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
    }
}
