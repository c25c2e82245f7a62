package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads and checks the payloads of {@code image_url} parts, and remembers where their URLs are. For one request.
final class ImageReader {
    private static final int LONGEST_SCHEME = "https:".length();

    private enum Scheme {
        REMOTE,
        DATA,
        OTHER;

        static Scheme of(String url) {
            if (begins(url, "https:") || begins(url, "http:")) {
                return REMOTE;
            }
            return begins(url, "data:") ? DATA : OTHER;
        }

        private static boolean begins(String url, String scheme) {
            return url.regionMatches(true, 0, scheme, 0, scheme.length());
        }
    }

    private final byte[] body;
    private final int maxImages;
    private final List<ImageUrl> images = new ArrayList<>();
    private int messageIndex;
    private int partIndex;

    ImageReader(byte[] body, int maxImages) {
        this.body = body;
        this.maxImages = maxImages;
    }

    /// Reads the payload that the scanner is at, up to its end.
    void read(JsonScanner payload, int messageIndex, int partIndex) {
        this.messageIndex = messageIndex;
        this.partIndex = partIndex;
        if (payload.current() != JsonToken.OBJECT_START) {
            throw RequestProblem.invalid(path(""), "an object with a 'url'", payload);
        }
        boolean hasUrl = false;
        while (payload.next() == JsonToken.NAME) {
            if (payload.textEquals("url")) {
                if (hasUrl) {
                    throw RequestProblem.duplicate(path(".url"));
                }
                readUrl(payload);
                hasUrl = true;
            } else if (payload.textEquals("detail")) {
                readDetail(payload);
            } else {
                payload.next();
                payload.skipValue();
            }
        }
        if (!hasUrl) {
            throw RequestProblem.missing(path(".url"));
        }
    }

    List<ImageUrl> images() {
        return List.copyOf(images);
    }

    private void readUrl(JsonScanner payload) {
        if (images.size() == maxImages) {
            throw RequestProblem.invalid("messages", "at most " + maxImages + " images", "more");
        }
        Scheme scheme = payload.next() == JsonToken.STRING ? scheme(payload) : Scheme.OTHER;
        if (scheme == Scheme.OTHER) {
            throw RequestProblem.invalid(path(".url"), "a URL that begins with https:, http: or data:", payload);
        }
        images.add(new ImageUrl(messageIndex, partIndex, payload.start(), payload.end(), scheme == Scheme.REMOTE));
    }

    private void readDetail(JsonScanner payload) {
        JsonToken kind = payload.next();
        if (kind != JsonToken.STRING && kind != JsonToken.NULL) {
            throw RequestProblem.invalid(path(".detail"), "a string", payload);
        }
    }

    /// Looks at the first bytes only, for the text may be megabytes of a {@code data:} URL; a scheme has nothing that
    /// would have to be escaped, so only a text that hides it on purpose is decoded.
    private Scheme scheme(JsonScanner url) {
        int from = url.start() + 1;
        int length = Math.min(LONGEST_SCHEME, url.end() - 1 - from);
        Scheme asWritten = Scheme.of(new String(body, from, length, StandardCharsets.ISO_8859_1));
        return asWritten == Scheme.OTHER && url.textIsEscaped() ? Scheme.of(url.text()) : asWritten;
    }

    private String path(String member) {
        return "messages[" + messageIndex + "].content[" + partIndex + "].image_url" + member;
    }
}
