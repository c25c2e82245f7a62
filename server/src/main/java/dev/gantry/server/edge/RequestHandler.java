package dev.gantry.server.edge;

/// Takes a request whose head was read. Called on the request's event loop.
@FunctionalInterface
public interface RequestHandler {
    void handle(ClientExchange exchange);
}
