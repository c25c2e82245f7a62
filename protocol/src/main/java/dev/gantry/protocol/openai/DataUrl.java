package dev.gantry.protocol.openai;

import java.util.Locale;
import java.util.Optional;

/// A `data:` URL (RFC 2397) with base64. Immutable.
///
/// @param mediaType in lower case, without parameters; empty where the URL has none
/// @param base64 as it was written
record DataUrl(String mediaType, String base64) {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    static boolean isOne(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// Empty where it is no `data:` URL, has no base64 in it, or nothing at all.
    static Optional<DataUrl> parse(String url) {
        int comma = url.indexOf(',');
        if (!isOne(url) || comma < 0 || comma == url.length() - 1) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma).strip().toLowerCase(Locale.ROOT);
        if (!head.endsWith(BASE64)) {
            return Optional.empty();
        }
        int parameters = head.indexOf(';');
        return Optional.of(new DataUrl(head.substring(0, parameters).strip(), url.substring(comma + 1)));
    }
}
