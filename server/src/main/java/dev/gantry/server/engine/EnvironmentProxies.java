package dev.gantry.server.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, in either case of letters. Immutable.
final class EnvironmentProxies extends ProxySelector {
    private static final int DEFAULT_PORT = 8080;

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String value = variable(uri.getScheme() + "_proxy");
        if (value.isEmpty() || isExempt(String.valueOf(uri.getHost()))) {
            return List.of(Proxy.NO_PROXY);
        }
        URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
        int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request that asked for the proxy fails with the same reason
    }

    private boolean isExempt(String host) {
        return Arrays.stream(variable("no_proxy").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    private String variable(String name) {
        String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        return environment.getOrDefault(name, upper).strip();
    }
}
