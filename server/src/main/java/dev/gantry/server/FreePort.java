package dev.gantry.server;

import dev.gantry.server.config.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Finds a port for `--port 0`. Several event loops listen on one port, so it must have a number before the first of
/// them opens it.
final class FreePort {
    private FreePort() {}

    static int find(String host) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new StartupException("Cannot listen on " + host + ": " + failure.getMessage());
        }
    }
}
