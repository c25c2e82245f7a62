package dev.gantry.server;

import dev.gantry.protocol.openai.RequestLimits;
import dev.gantry.server.auth.ApiKeyAuthenticator;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.edge.EdgeSettings;
import dev.gantry.server.edge.HttpEdge;
import dev.gantry.server.metering.GatewayMetrics;
import dev.gantry.server.metering.Meter;
import dev.gantry.server.metering.ReceiptBook;
import dev.gantry.server.relay.ChatRelays;
import dev.gantry.server.relay.RelayServices;
import dev.gantry.server.relay.RelaySettings;
import dev.gantry.server.upstream.UpstreamClient;
import dev.gantry.server.upstream.UpstreamSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition root: every service of the request path is made here, by hand, in the order in which a request
/// meets it; one set for each event loop, so that nothing on the path is shared but what says so. Thread-safe.
public final class Gateway {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration CUT_LIMIT = Duration.ofSeconds(2);
    private static final int MAX_UPSTREAM_HEADER_BYTES = 64 * 1024;
    private static final Duration UPSTREAM_KEEP_ALIVE = Duration.ofSeconds(60);

    /// What the gateway stands on; all of it outlives the gateway and is closed by whoever made it.
    ///
    /// @param storeIsUp whether the store answers
    /// @param engineState what `/readyz` shows of the embedded engine, as a JSON object
    /// @param engineRestarts how often the engine was restarted
    public record Foundations(
            ApiKeyAuthenticator authenticator,
            BooleanSupplier storeIsUp,
            Supplier<String> engineState,
            Supplier<Number> engineRestarts,
            InstantSource clock) {}

    private final Settings settings;
    private final Foundations foundations;
    private final AtomicReference<Models> models;
    private final String via;
    private final Vertx vertx;
    private final int loops;
    private final AtomicInteger clientConnections = new AtomicInteger();
    private final ReceiptBook receipts;
    private final Meter meter;
    private final Probes probes;
    private final List<Loop> running = new CopyOnWriteArrayList<>();
    private int port;

    private Gateway(Settings settings, Foundations foundations, Models models) {
        this.settings = settings;
        this.foundations = foundations;
        this.models = new AtomicReference<>(models);
        this.via = "1.1 gantry-" + Long.toHexString(new SplittableRandom().nextLong());
        this.loops = Runtime.getRuntime().availableProcessors();
        this.vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.receipts = new ReceiptBook(
                settings.receipts().maxCount(), settings.receipts().maxAge());
        GatewayMetrics metrics = new GatewayMetrics();
        metrics.counter("gantry.engine.restarts", "Restarts of the embedded engine", foundations.engineRestarts());
        metrics.gauge("gantry.client.connections", "Open connections from clients", clientConnections::get);
        metrics.gauge("gantry.native.transport", "1 when the native transport runs", () -> nativeTransport() ? 1 : 0);
        this.meter = new Meter(receipts, metrics);
        this.probes = new Probes(foundations.storeIsUp(), foundations.engineState(), metrics);
    }

    /// Opens the listener, blocking until it stands. Fails with a {@link StartupException} that says why it does not.
    ///
    /// @param models made once the port is known
    public static Gateway start(Settings settings, Foundations foundations, Models models) {
        Gateway gateway = new Gateway(settings, foundations, models);
        try {
            gateway.listen();
        } catch (StartupException failure) {
            gateway.vertx.close();
            throw failure;
        }
        return gateway;
    }

    private void listen() {
        port = settings.listen().port() == 0
                ? FreePort.find(settings.listen().host())
                : settings.listen().port();
        Future<String> deployed = vertx.deployVerticle(
                Loop::new, new DeploymentOptions().setInstances(loops).setThreadingModel(ThreadingModel.EVENT_LOOP));
        try {
            deployed.toCompletionStage().toCompletableFuture().get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException tooSlow) {
            throw new StartupException("The listener did not open within " + START_LIMIT.toSeconds() + " s.");
        } catch (ExecutionException failure) {
            throw cannotListen(String.valueOf(failure.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while the listener was opening.");
        }
        log.info(
                "listening on {} with {} event loops, {} transport",
                url(),
                loops,
                nativeTransport() ? "native" : "JDK");
    }

    /// The transports name the reason only in their message, each in an exception of its own.
    private StartupException cannotListen(String reason) {
        String host = settings.listen().host();
        if (reason.contains("in use")) {
            return new StartupException("Port " + port + " of " + host
                    + " is taken by another program. Choose another one with --port, or --port 0 for a free one.");
        }
        if (reason.contains("ermission denied")) {
            return new StartupException(
                    "Port " + port + " needs more rights than this user has. Choose one above 1023" + " with --port.");
        }
        if (reason.contains("assign requested address") || reason.contains("UnknownHost")) {
            return new StartupException("This machine has no address " + host + ". Choose another one with --host;"
                    + " 0.0.0.0 listens on all.");
        }
        return new StartupException("Cannot listen on " + host + ":" + port + ": " + reason);
    }

    private boolean nativeTransport() {
        return vertx.isNativeTransportEnabled();
    }

    /// The port that is listened on.
    public int port() {
        return port;
    }

    /// The address for clients on this machine.
    public URI url() {
        String host = settings.listen().host();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String shown = reachable.contains(":") ? "[" + reachable + "]" : reachable;
        return URI.create((settings.listen().tls() ? "https://" : "http://") + shown + ":" + port());
    }

    /// Routes by another catalog and other providers from now on; requests under way keep theirs.
    public void use(Models changed) {
        models.set(changed);
    }

    /// Stops accepting, lets answers finish for the grace, cuts the rest honestly, and closes. Blocking.
    public void shutdown(Duration grace) {
        List<Future<Void>> stopping =
                running.stream().map(loop -> loop.shutdown(grace)).toList();
        try {
            Future.join(stopping).await(grace.plus(CUT_LIMIT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RuntimeException late) {
            log.debug("some connections did not close in time", late);
        }
        try {
            vertx.close().await(CUT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RuntimeException late) {
            log.debug("the event loops did not close in time", late);
        }
    }

    private EdgeSettings edgeSettings() {
        Settings.Listen listen = settings.listen();
        return new EdgeSettings(
                listen.host(),
                port,
                settings.limits().maxBodyBytes(),
                settings.limits().maxHeaderBytes(),
                settings.timeouts().clientHeaders(),
                settings.timeouts().clientBody(),
                settings.timeouts().idle(),
                settings.limits().clientConnections(),
                listen.tlsCert() == null || listen.tlsKey() == null
                        ? null
                        : new EdgeSettings.TlsFiles(
                                listen.tlsCert().toString(), listen.tlsKey().toString()));
    }

    private UpstreamSettings upstreamSettings() {
        return new UpstreamSettings(
                settings.timeouts().connect(),
                settings.timeouts().poolWait(),
                UPSTREAM_KEEP_ALIVE,
                settings.limits().upstreamConnections(),
                MAX_UPSTREAM_HEADER_BYTES);
    }

    private RelaySettings relaySettings() {
        return new RelaySettings(
                settings.timeouts(),
                settings.streaming(),
                settings.serving().attempts().max(),
                settings.serving().attempts().maxDelay(),
                settings.limits().maxResponseBytes(),
                settings.limits().maxEventBytes());
    }

    /// The services of one event loop, in the order of the request path.
    private final class Loop extends VerticleBase {
        @SuppressWarnings("NullAway.Init") // set by start(), which runs before anything else
        private HttpEdge edge;

        @SuppressWarnings("NullAway.Init")
        private ChatRelays relays;

        @Override
        public Future<?> start() {
            UpstreamClient upstream = new UpstreamClient(vertx, upstreamSettings(), loops);
            relays = new ChatRelays(new RelayServices(
                    upstream, meter, relaySettings(), via, foundations.clock(), new SplittableRandom()));
            ChatPipeline chat = new ChatPipeline(
                    via, foundations.authenticator(), requestLimits(), models::get, relays, meter, foundations.clock());
            ApiRoutes routes = new ApiRoutes(
                    chat,
                    foundations.authenticator(),
                    models::get,
                    settings.serving().publicModels(),
                    receipts,
                    probes);
            edge = new HttpEdge(vertx, edgeSettings(), routes, clientConnections);
            return edge.listen().onSuccess(_ -> running.add(this));
        }

        private RequestLimits requestLimits() {
            RequestLimits standard = RequestLimits.DEFAULT;
            return new RequestLimits(
                    settings.limits().maxJsonDepth(),
                    standard.maxFields(),
                    standard.maxMessages(),
                    standard.maxTools(),
                    standard.maxImages());
        }

        Future<Void> shutdown(Duration grace) {
            context.runOnContext(_ -> vertx.setTimer(Math.max(1, grace.toMillis()), _ -> relays.cutAll()));
            return edge.shutdown(grace.plus(CUT_LIMIT));
        }
    }
}
