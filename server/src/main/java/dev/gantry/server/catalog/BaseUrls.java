package dev.gantry.server.catalog;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Bends the base URLs that people write to the one form that requests are built on: up to and with the
/// version path, without a slash at the end.
public final class BaseUrls {
    private static final String DEFAULT_PATH = "/v1";

    private BaseUrls() {}

    /// Drops slashes at the end and a doubled `/v1`, and completes a path that stops short of the host's own:
    /// `https://api.deepinfra.com/v1` becomes `https://api.deepinfra.com/v1/openai`.
    ///
    /// @param standard the host's own base URL; null for a host without one, whose path is `/v1`
    public static URI normalise(URI given, @Nullable URI standard) {
        String path = given.getRawPath() == null ? "" : given.getRawPath().replaceAll("/+$", "");
        String expected = standard == null ? DEFAULT_PATH : standard.getRawPath();
        String whole = expected.startsWith(path) && isWholeStep(expected, path.length()) ? expected : single(path);
        return URI.create(given.getScheme() + "://" + given.getRawAuthority() + whole);
    }

    private static boolean isWholeStep(String path, int length) {
        return length == path.length() || path.charAt(length) == '/';
    }

    private static String single(String path) {
        return path.endsWith("/v1/v1") ? path.substring(0, path.length() - DEFAULT_PATH.length()) : path;
    }
}
