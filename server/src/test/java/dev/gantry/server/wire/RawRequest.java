package dev.gantry.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One HTTP request, byte for byte as a client writes it. Immutable; every method returns a changed copy.
record RawRequest(String method, String target, String version, List<String> headers, String body) {
    RawRequest {
        headers = List.copyOf(headers);
    }

    static RawRequest get(String target) {
        return new RawRequest("GET", target, "HTTP/1.1", List.of("Host: gantry.test"), "");
    }

    /// A JSON body with its length.
    static RawRequest post(String target, String body) {
        return get(target)
                .method("POST")
                .header("Content-Type", "application/json")
                .withBody(body);
    }

    RawRequest method(String other) {
        return new RawRequest(other, target, version, headers, body);
    }

    RawRequest target(String other) {
        return new RawRequest(method, other, version, headers, body);
    }

    RawRequest http10() {
        return new RawRequest(method, target, "HTTP/1.0", headers, body);
    }

    RawRequest withBody(String other) {
        int length = other.getBytes(StandardCharsets.UTF_8).length;
        return new RawRequest(method, target, version, headers, other).header("Content-Length", length + "");
    }

    /// Replaces or adds a header field.
    RawRequest header(String name, String value) {
        List<String> fields = new ArrayList<>(without(name).headers);
        fields.add(name + ": " + value);
        return new RawRequest(method, target, version, fields, body);
    }

    RawRequest without(String name) {
        return new RawRequest(
                method,
                target,
                version,
                headers.stream()
                        .filter(field -> !field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                        .toList(),
                body);
    }

    /// The head alone, with its empty line.
    String head() {
        return method + " " + target + " " + version + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    byte[] toBytes() {
        return (head() + body).getBytes(StandardCharsets.UTF_8);
    }
}
