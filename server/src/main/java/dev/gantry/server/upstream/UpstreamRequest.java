package dev.gantry.server.upstream;

import dev.gantry.server.routing.Endpoint;
import java.util.Map;

/// One POST of a JSON body to an endpoint. The body is never modified.
///
/// @param path appended to the endpoint's base URL, with a leading slash
/// @param accept the media type that the answer should have
/// @param headers further headers, by lower-case name
/// @param via the value of the `Via` header, by which a gateway knows its own requests
@SuppressWarnings("ArrayRecordComponent") // handed to a socket, never compared
public record UpstreamRequest(
        Endpoint endpoint, String path, String accept, Map<String, String> headers, String via, byte[] body) {}
