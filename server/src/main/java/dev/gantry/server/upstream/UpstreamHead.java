package dev.gantry.server.upstream;

import org.jspecify.annotations.Nullable;

/// What an upstream's answer begins with.
///
/// @param contentType as sent; empty when absent
/// @param retryAfter the value of `Retry-After`, if any
/// @param requestId the upstream's own id of the request, if it gave one
public record UpstreamHead(
        int status,
        String contentType,
        @Nullable String retryAfter,
        @Nullable String requestId) {
    public boolean isEventStream() {
        return contentType.regionMatches(true, 0, "text/event-stream", 0, 17);
    }
}
