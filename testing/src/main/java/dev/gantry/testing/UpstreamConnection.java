package dev.gantry.testing;

import dev.gantry.testing.PeerExit.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// One accepted connection. A reading thread parses requests and, while a script answers, keeps reading, so that it
/// sees the peer leave at once; an answering thread performs the scripts one after the other. Thread-safe.
final class UpstreamConnection {
    private final Socket socket;
    private final int number;
    private final Gates gates;
    private final Function<RecordedRequest, Script> scripts;
    private final BlockingQueue<RecordedRequest> toAnswer = new LinkedBlockingQueue<>();
    private final CompletableFuture<PeerExit> peerGone = new CompletableFuture<>();

    UpstreamConnection(Socket socket, int number, Gates gates, Function<RecordedRequest, Script> scripts) {
        this.socket = socket;
        this.number = number;
        this.gates = gates;
        this.scripts = scripts;
    }

    /// Serves the connection until either side ends it; runs on the connection's reading thread.
    ///
    /// @param threads runs the answering thread
    void serve(ExecutorService threads) {
        Future<?> answering = threads.submit(this::answerAll);
        try (socket) {
            socket.setTcpNoDelay(true);
            readAll();
            leave(Kind.CLOSED);
        } catch (EOFException e) {
            leave(Kind.CLOSED);
        } catch (IOException e) {
            leave(Kind.RESET);
        } finally {
            answering.cancel(true);
        }
    }

    /// Says FIN; the connection is closed when the peer has said it too.
    void cut() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        peerGone.cancel(false);
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Ends the connection at once, whatever it is doing.
    void close() {
        try {
            peerGone.cancel(false);
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
    }

    private void readAll() throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        RequestReader reader = new RequestReader(in, socket.getOutputStream(), number, peerGone);
        for (RecordedRequest request = reader.next(); request != null; request = reader.next()) {
            toAnswer.add(request);
        }
    }

    private void answerAll() {
        try {
            OutputStream out = socket.getOutputStream();
            while (!ended()) {
                answer(toAnswer.take(), out);
            }
        } catch (IOException e) {
            leave(Kind.RESET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void answer(RecordedRequest request, OutputStream out) throws IOException, InterruptedException {
        Script script = scripts.apply(request);
        boolean http10 = request.version().equals("HTTP/1.0");
        new Answer(this, out, gates, script.responseHead(), http10).perform(script);
        boolean peerWantsClose = request.header("connection").orElse("").equalsIgnoreCase("close") || http10;
        if (peerWantsClose && !ended()) {
            cut();
        }
    }

    private boolean ended() {
        return socket.isClosed() || socket.isOutputShutdown();
    }

    private void leave(Kind kind) {
        peerGone.complete(new PeerExit(kind, System.nanoTime()));
    }
}
