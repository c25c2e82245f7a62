package dev.gantry.testing;

import dev.gantry.testing.RecordedRequest.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Status line, header fields and the way in which the body ends. Immutable.
record ResponseHead(String version, int status, List<Header> headers, BodyEnd bodyEnd) {

    enum BodyEnd {
        LENGTH,
        LAST_CHUNK,
        CLOSE
    }

    ResponseHead {
        headers = List.copyOf(headers);
    }

    static ResponseHead of(int status, String contentType) {
        return new ResponseHead("HTTP/1.1", status, List.of(new Header("Content-Type", contentType)), BodyEnd.LENGTH);
    }

    ResponseHead with(Header header) {
        List<Header> fields = new ArrayList<>(without(header.name()).headers);
        fields.add(header);
        return new ResponseHead(version, status, fields, bodyEnd);
    }

    ResponseHead without(String name) {
        List<Header> fields = headers.stream().filter(field -> !field.is(name)).toList();
        return new ResponseHead(version, status, fields, bodyEnd);
    }

    ResponseHead withStatus(int otherStatus) {
        return new ResponseHead(version, otherStatus, headers, bodyEnd);
    }

    ResponseHead withVersion(String otherVersion) {
        return new ResponseHead(otherVersion, status, headers, bodyEnd);
    }

    ResponseHead withChunkedBody() {
        return without("Content-Length")
                .with(new Header("Transfer-Encoding", "chunked"))
                .endingBy(BodyEnd.LAST_CHUNK);
    }

    ResponseHead withCloseDelimitedBody() {
        return without("Content-Length")
                .without("Transfer-Encoding")
                .with(new Header("Connection", "close"))
                .endingBy(BodyEnd.CLOSE);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(256);
        text.append(version).append(' ').append(status).append(" Scripted\r\n");
        for (Header field : headers) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private ResponseHead endingBy(BodyEnd otherEnd) {
        return new ResponseHead(version, status, headers, otherEnd);
    }
}
