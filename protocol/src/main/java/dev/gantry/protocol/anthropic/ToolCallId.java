package dev.gantry.protocol.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Makes tool-call ids of other providers acceptable: the API takes letters, digits, `_` and `-` only.
final class ToolCallId {
    private static final int MAX_LENGTH = 64;
    private static final int CHECKSUM_LENGTH = 9;

    private ToolCallId() {}

    /// The id itself where it is acceptable. Else the same other id every time, which keeps different ids apart by
    /// their checksum.
    static String acceptable(String id) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < id.length() && clean.length() <= MAX_LENGTH; i++) {
            clean.append(isAcceptable(id.charAt(i)) ? id.charAt(i) : '_');
        }
        if (!clean.isEmpty() && clean.length() <= MAX_LENGTH && id.contentEquals(clean)) {
            return id;
        }
        clean.setLength(Math.min(clean.length(), MAX_LENGTH - CHECKSUM_LENGTH));
        return clean.append('_').append(checksum(id)).toString();
    }

    private static boolean isAcceptable(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String checksum(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
