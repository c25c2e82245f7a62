package dev.gantry.server.routing;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// Recognises addresses that lead back to this server, so that it does not become its own upstream. Immutable.
///
/// @param host the address that it listens on
/// @param port the port that it really listens on
public record OwnListener(String host, int port) {
    private static final Set<String> LOOPBACK =
            Set.of("localhost", "127.0.0.1", "[::1]", "::1", "0.0.0.0", "[::]", "::");

    /// Whether a base URL names this listener: the same port, and the same host or both loopback. A name that
    /// would have to be looked up is not; the `Via` header of requests catches what slips through.
    public boolean isAddressedBy(URI baseUrl) {
        String other = baseUrl.getHost();
        if (other == null || portOf(baseUrl) != port) {
            return false;
        }
        String own = host.toLowerCase(Locale.ROOT);
        String theirs = other.toLowerCase(Locale.ROOT);
        return own.equals(theirs) || (LOOPBACK.contains(own) && isLoopback(theirs));
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.contains(host) || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static int portOf(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
