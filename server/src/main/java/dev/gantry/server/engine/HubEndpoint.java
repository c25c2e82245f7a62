package dev.gantry.server.engine;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The hub that `hf:` models come from. Immutable.
///
/// @param base `scheme://host[:port]`, from `HF_ENDPOINT` where it is set
/// @param token of the user (`HF_TOKEN`), for gated models; sent to no other host
record HubEndpoint(URI base, @Nullable String token) {
    private static final String DEFAULT_BASE = "https://huggingface.co";

    /// The hub that the environment names, else the public one.
    ///
    /// @throws ProvisioningException when `HF_ENDPOINT` is not an http or https address
    static HubEndpoint from(Map<String, String> environment) throws ProvisioningException {
        String base = environment.getOrDefault("HF_ENDPOINT", "");
        String token = environment.getOrDefault("HF_TOKEN", "");
        return new HubEndpoint(parse(base.isBlank() ? DEFAULT_BASE : base.strip()), token.isBlank() ? null : token);
    }

    private static URI parse(String text) throws ProvisioningException {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ProvisioningException("HF_ENDPOINT is not an address: " + e.getMessage() + ".", e);
        }
        throw new ProvisioningException("HF_ENDPOINT is \"" + text + "\", expected https://HOST.");
    }

    URI page(String repo) {
        return URI.create(base + "/" + repo);
    }

    URI file(String repo, String file) {
        return URI.create(base + "/" + repo + "/resolve/main/" + file);
    }

    /// Whether the address is the hub itself, and may see the token.
    boolean owns(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && base.getPort() == uri.getPort();
    }

    @Override
    public String toString() {
        return "HubEndpoint[base=" + base + "]";
    }
}
