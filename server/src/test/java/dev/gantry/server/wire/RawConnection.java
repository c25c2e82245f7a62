package dev.gantry.server.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A client's connection that sends any bytes, also half requests, and sees every byte and how the server ends it.
/// A read that takes longer than {@link #DEADLINE} fails. Confined to one thread.
final class RawConnection implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static RawConnection open(int port) throws IOException {
        return open(new Socket(), port);
    }

    /// A connection whose receive buffer is small, so that a server notices soon when nobody reads.
    static RawConnection openWithReceiveBuffer(int port, int bytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return open(socket, port);
    }

    private static RawConnection open(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) DEADLINE.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) DEADLINE.toMillis());
        return new RawConnection(socket);
    }

    RawConnection send(RawRequest request) throws IOException {
        return send(request.toBytes());
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawConnection send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /// Reads one whole answer, however it ends.
    RawAnswer readAnswer() throws IOException {
        return readBody(readHead());
    }

    /// Reads the head of an answer, which is all of it for a HEAD request.
    RawAnswer readHead() throws IOException {
        String[] statusLine = readLine().split(" ", 3);
        List<String> headers = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            headers.add(line);
        }
        return new RawAnswer(statusLine[0], Integer.parseInt(statusLine[1]), headers, "", RawAnswer.End.COMPLETE);
    }

    /// Reads the body that belongs to a head that was read.
    RawAnswer readBody(RawAnswer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        RawAnswer.End end = readBodyInto(head, body);
        return new RawAnswer(head.version(), head.status(), head.headers(), body.toString(StandardCharsets.UTF_8), end);
    }

    private RawAnswer.End readBodyInto(RawAnswer head, ByteArrayOutputStream body) throws IOException {
        try {
            if (head.header("transfer-encoding")
                    .filter("chunked"::equalsIgnoreCase)
                    .isPresent()) {
                readChunks(body);
                return RawAnswer.End.COMPLETE;
            }
            if (head.header("content-length").isPresent()) {
                readExactly(Integer.parseInt(head.header("content-length").get()), body);
                return RawAnswer.End.COMPLETE;
            }
            in.transferTo(body);
            return RawAnswer.End.CLOSED;
        } catch (EOFException cut) {
            return RawAnswer.End.CLOSED;
        } catch (SocketException reset) {
            return RawAnswer.End.RESET;
        }
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            readExactly(size, body);
            if (!readLine().isEmpty()) {
                throw new IOException("no line end after a chunk");
            }
            if (size == 0) {
                return;
            }
        }
    }

    private void readExactly(int count, ByteArrayOutputStream body) throws IOException {
        byte[] bytes = in.readNBytes(count);
        body.writeBytes(bytes);
        if (bytes.length < count) {
            throw new EOFException("the server closed inside a body");
        }
    }

    /// Reads raw bytes, framing and all, until this text has come; returns all that came.
    String readUntil(String text) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        while (!endsWith(seen.toByteArray(), wanted)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server closed before it sent '" + text + "'; it sent: " + seen);
            }
            seen.write(next);
        }
        return seen.toString(StandardCharsets.UTF_8);
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        int from = bytes.length - end.length;
        return from >= 0 && Arrays.equals(bytes, from, bytes.length, end, 0, end.length);
    }

    /// Reads away what comes until the server ends the connection, and tells how it did.
    RawAnswer.End awaitEnd() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return RawAnswer.End.CLOSED;
        } catch (SocketException reset) {
            return RawAnswer.End.RESET;
        }
    }

    /// Leaves with FIN, as a client does that gives up.
    void hangUp() throws IOException {
        socket.close();
    }

    /// Leaves with RST, as a client does that dies.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed inside a line: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
