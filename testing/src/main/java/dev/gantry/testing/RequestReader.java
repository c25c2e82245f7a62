package dev.gantry.testing;

import dev.gantry.testing.RecordedRequest.Header;
import dev.gantry.testing.RecordedRequest.RequestLine;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1 requests off one connection. Confined to the connection's reading thread.
final class RequestReader {
    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int MAX_HEADERS = 1_000;
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private final int connection;
    private final CompletableFuture<PeerExit> peerGone;

    RequestReader(InputStream in, OutputStream out, int connection, CompletableFuture<PeerExit> peerGone) {
        this.in = in;
        this.out = out;
        this.connection = connection;
        this.peerGone = peerGone;
    }

    /// The next request, or null where the peer closed in between two requests.
    ///
    /// @throws EOFException where it closed inside one
    /// @throws IOException where what arrived is no HTTP/1 request, or the connection broke
    @Nullable
    RecordedRequest next() throws IOException {
        String firstLine = readLine();
        if (firstLine == null) {
            return null;
        }
        String[] words = firstLine.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP/1 request line: " + firstLine);
        }
        List<Header> headers = readHeaders();
        RequestLine line = new RequestLine(words[0], words[1], words[2]);
        return new RecordedRequest(line, headers, readBody(headers), connection, System.nanoTime(), peerGone);
    }

    private List<Header> readHeaders() throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new IOException("not a header line: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private byte[] readBody(List<Header> headers) throws IOException {
        if (value(headers, "expect").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        if (value(headers, "transfer-encoding").equalsIgnoreCase("chunked")) {
            return readChunks();
        }
        String length = value(headers, "content-length");
        return length.isEmpty() ? new byte[0] : readExactly(bounded(Long.parseLong(length)));
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String sizeLine = requireLine();
            int size = bounded(Long.parseLong(sizeLine.split(";", 2)[0].strip(), 16) + body.size()) - body.size();
            if (size == 0) {
                readHeaders();
                return body.toByteArray();
            }
            body.write(readExactly(size));
            requireLine();
        }
    }

    private static int bounded(long size) throws IOException {
        if (size < 0 || size > MAX_BODY_BYTES) {
            throw new IOException("a request body of " + size + " bytes");
        }
        return (int) size;
    }

    private byte[] readExactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the peer closed inside a request body");
        }
        return bytes;
    }

    private String requireLine() throws IOException {
        String line = readLine();
        if (line == null) {
            throw new EOFException("the peer closed inside a request head");
        }
        return line;
    }

    private @Nullable String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("the peer closed inside a line");
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static String value(List<Header> headers, String name) {
        return headers.stream()
                .filter(field -> field.is(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
