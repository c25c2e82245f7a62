package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// The counts of one message as they are reported on its way: each is cumulative, and one that a report does not name
/// stands. Confined to one thread.
final class UsageCounts {
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;
    private boolean reported;

    /// Takes the counts of a `usage` object.
    ///
    /// @param scanner at the value; afterwards at its end
    void take(JsonScanner scanner) {
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() == JsonToken.NAME) {
            switch (scanner.text()) {
                case "input_tokens" -> input = count(scanner, input);
                case "cache_read_input_tokens" -> cacheRead = count(scanner, cacheRead);
                case "cache_creation_input_tokens" -> cacheWrite = count(scanner, cacheWrite);
                case "output_tokens" -> output = count(scanner, output);
                case "output_tokens_details" -> takeDetails(scanner);
                default -> {
                    scanner.next();
                    scanner.skipValue();
                }
            }
        }
    }

    boolean isReported() {
        return reported;
    }

    /// The counts in the neutral convention: Anthropic's `input_tokens` are those that no cache was used for.
    Usage usage() {
        return new Usage(input + cacheRead + cacheWrite, cacheRead, cacheWrite, output, Math.min(thinking, output));
    }

    private void takeDetails(JsonScanner scanner) {
        if (scanner.next() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return;
        }
        while (scanner.next() == JsonToken.NAME) {
            if (scanner.textEquals("thinking_tokens")) {
                thinking = count(scanner, thinking);
            } else {
                scanner.next();
                scanner.skipValue();
            }
        }
    }

    private long count(JsonScanner scanner, long before) {
        long count = before;
        if (scanner.next() == JsonToken.NUMBER) {
            reported = true;
            count = Math.clamp(scanner.longValue(), before, Integer.MAX_VALUE);
        }
        scanner.skipValue();
        return count;
    }
}
