package dev.gantry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A fake OpenAI-compatible upstream on a real loopback socket. It does byte for byte what its scripts say, also what
/// no honest server does, and records what reached it. Speaks HTTP/1.1 with kept connections. Thread-safe.
///
/// ```java
/// try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
///     upstream.answer(Script.json(ChatJson.of("m").completion("Hello")));
///     …
///     RecordedRequest request = upstream.takeRequest(Duration.ofSeconds(5));
/// }
/// ```
public final class ScriptedUpstream implements AutoCloseable {
    /// How long a script waits at a gate that nobody opens, before its connection is closed.
    public static final Duration GATE_DEADLINE = Duration.ofSeconds(30);

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);
    private static final Script UNSCRIPTED =
            Script.error(501, "server_error", "unscripted", "The test gave the upstream no script for this request.");

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Gates gates = new Gates();
    private final Deque<Script> queue = new ArrayDeque<>();
    private volatile Function<RecordedRequest, Script> standing = request -> UNSCRIPTED;
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final BlockingQueue<RecordedRequest> untaken = new LinkedBlockingQueue<>();
    private final Set<UpstreamConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private final Thread acceptor = Thread.ofVirtual().name("upstream-accept").unstarted(this::acceptAll);

    private ScriptedUpstream(ServerSocket listener) {
        this.listener = listener;
    }

    /// Listens on a free port of 127.0.0.1.
    public static ScriptedUpstream start() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 1_024);
        return start(socket);
    }

    /// Listens on a bound socket, for example one that speaks TLS, and closes it in the end.
    public static ScriptedUpstream start(ServerSocket listener) {
        ScriptedUpstream upstream = new ScriptedUpstream(listener);
        upstream.acceptor.start();
        return upstream;
    }

    /// Gives the next requests these scripts, one each, before any standing answer.
    public ScriptedUpstream answer(Script... scripts) {
        synchronized (queue) {
            queue.addAll(Arrays.asList(scripts));
        }
        return this;
    }

    /// Gives this script to every request for which none is queued.
    public ScriptedUpstream always(Script script) {
        return always(request -> script);
    }

    /// Chooses a script for every request for which none is queued; called on several threads at once.
    public ScriptedUpstream always(Function<RecordedRequest, Script> choice) {
        standing = choice;
        return this;
    }

    /// Lets every script pass that waits or will wait at this gate.
    public void open(String gate) {
        gates.open(gate);
    }

    /// `http://127.0.0.1:PORT/v1`, as an OpenAI client wants it.
    public String baseUrl() {
        return origin() + "/v1";
    }

    /// `http://127.0.0.1:PORT`.
    public String origin() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// All requests so far, in the order of their arrival.
    public List<RecordedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /// The oldest request that was not taken yet; waits for it.
    ///
    /// @throws AssertionError where none arrives within `deadline`
    public RecordedRequest takeRequest(Duration deadline) throws InterruptedException {
        RecordedRequest request = untaken.poll(deadline.toNanos(), TimeUnit.NANOSECONDS);
        if (request == null) {
            throw new AssertionError("no request reached the upstream within " + deadline);
        }
        return request;
    }

    /// How many connections are open now.
    public int openConnections() {
        return connections.size();
    }

    /// How many connections were ever accepted.
    public int acceptedConnections() {
        return accepted.get();
    }

    /// Waits until exactly this many connections are open.
    ///
    /// @throws AssertionError where that is not so within `deadline`
    public void awaitOpenConnections(int count, Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        synchronized (connections) {
            while (connections.size() != count) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(
                            connections.size() + " connections are open after " + deadline + ", not " + count);
                }
                TimeUnit.NANOSECONDS.timedWait(connections, left);
            }
        }
    }

    /// Ends every connection and waits until every thread is gone.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(CLOSE_DEADLINE.toMillis());
            connections.forEach(UpstreamConnection::close);
            threads.shutdownNow();
            if (!threads.awaitTermination(CLOSE_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a thread of the scripted upstream is still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        while (true) {
            Socket socket = acceptOrNull();
            if (socket == null) {
                return;
            }
            UpstreamConnection connection =
                    new UpstreamConnection(socket, accepted.incrementAndGet(), gates, this::record);
            changeConnections(() -> connections.add(connection));
            threads.execute(() -> serve(connection));
        }
    }

    private @Nullable Socket acceptOrNull() {
        try {
            return listener.accept();
        } catch (IOException e) {
            return null;
        }
    }

    private void serve(UpstreamConnection connection) {
        try {
            connection.serve(threads);
        } finally {
            changeConnections(() -> connections.remove(connection));
        }
    }

    private void changeConnections(Runnable change) {
        synchronized (connections) {
            change.run();
            connections.notifyAll();
        }
    }

    private Script record(RecordedRequest request) {
        Script script = queuedOrNull();
        synchronized (requests) {
            requests.add(request);
        }
        untaken.add(request);
        return script == null ? standing.apply(request) : script;
    }

    private @Nullable Script queuedOrNull() {
        synchronized (queue) {
            return queue.poll();
        }
    }
}
