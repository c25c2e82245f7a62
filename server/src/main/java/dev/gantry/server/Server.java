package dev.gantry.server;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyAuthenticator;
import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.KeyDirectory;
import dev.gantry.server.auth.KeyRegistry;
import dev.gantry.server.catalog.LocalModel;
import dev.gantry.server.catalog.ModelCatalog;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.config.ConfigWatcher;
import dev.gantry.server.config.LoadedSettings;
import dev.gantry.server.config.Secret;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.SettingsLoader;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.engine.EngineProvisioner;
import dev.gantry.server.engine.EngineSettings;
import dev.gantry.server.engine.EngineState;
import dev.gantry.server.engine.EngineSupervisor;
import dev.gantry.server.engine.EngineUnavailableException;
import dev.gantry.server.engine.Progress;
import dev.gantry.server.routing.Endpoint;
import dev.gantry.server.routing.OwnListener;
import dev.gantry.server.routing.ProviderDirectory;
import dev.gantry.server.routing.ProviderDiscovery;
import dev.gantry.server.routing.Router;
import dev.gantry.server.store.BootstrapKeys;
import dev.gantry.server.store.DataFolder;
import dev.gantry.server.store.DataFolderLock;
import dev.gantry.server.store.SqlApiKeyStore;
import dev.gantry.server.store.SqlStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole server on one data folder: folder, keys, engine, providers and gateway, opened in this order and closed in
/// the other. Thread-safe once it is open.
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration ENGINE_START_LIMIT = Duration.ofHours(6);

    private final SettingsLoader loader;
    private final Settings settings;
    private final Map<String, String> environment;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
    private final Object modelsLock = new Object();
    private volatile @Nullable EngineSupervisor engine;
    private volatile @Nullable KeyDirectory keys;
    private volatile @Nullable Gateway gateway;
    private Optional<ApiKey> firstKey = Optional.empty();
    private volatile Settings current;

    private Server(SettingsLoader loader, LoadedSettings loaded, Map<String, String> environment) {
        this.loader = loader;
        this.settings = loaded.settings();
        this.current = loaded.settings();
        this.environment = environment;
    }

    /// Opens everything, blocking. What keeps the server from serving is a {@link StartupException}, and then nothing
    /// stays open. An engine that cannot be had is one only where it is the only upstream.
    ///
    /// @param progress told what the engine's provisioning does
    public static Server open(
            SettingsLoader loader, LoadedSettings loaded, Map<String, String> environment, Progress progress) {
        Server server = new Server(loader, loaded, environment);
        try {
            server.open(loaded, progress);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
        return server;
    }

    private void open(LoadedSettings loaded, Progress progress) {
        DataFolder folder = DataFolder.open(settings.dataDir());
        DataFolderLock lock = closeLater(DataFolderLock.acquire(folder));
        startEngine(progress);
        SqlStore store = closeLater(SqlStore.open(folder));
        SqlApiKeyStore keyStore = new SqlApiKeyStore(store);
        firstKey = new BootstrapKeys(keyStore, new KeyRegistry(keyStore, new SecureRandom(), clock), folder).ensure();
        KeyDirectory directory = closeLater(KeyDirectory.open(keyStore));
        keys = directory;
        if (discover(settings).entries().isEmpty()) {
            awaitOnlyUpstream();
        }
        Gateway opening = Gateway.start(
                settings,
                new Gateway.Foundations(
                        new ApiKeyAuthenticator(directory, clock),
                        directory::isCurrent,
                        this::engineState,
                        this::engineRestarts,
                        clock),
                models(settings));
        gateway = opening;
        opened.push(() -> opening.shutdown(current.shutdownGrace()));
        lock.publishUrl(opening.url());
        if (engine != null) {
            engine.addListener(_ -> refreshModels());
        }
        refreshModels();
        ConfigWatcher watcher = closeLater(new ConfigWatcher(loader, loaded, this::reconfigure));
        watcher.start();
    }

    private <T extends AutoCloseable> T closeLater(T part) {
        opened.push(part);
        return part;
    }

    /// Begins in the background, as early as it can: it takes longer than everything else together.
    private void startEngine(Progress progress) {
        if (!settings.engine().enabled()) {
            return;
        }
        EngineSettings engineSettings = EngineChoice.of(settings);
        EngineProvisioner provisioner = new EngineProvisioner(engineSettings);
        EngineSupervisor supervisor =
                closeLater(new EngineSupervisor(() -> provisioner.provision(progress), engineSettings));
        engine = supervisor;
        supervisor.start();
    }

    private void awaitOnlyUpstream() {
        EngineSupervisor supervisor = engine;
        if (supervisor == null) {
            return;
        }
        try {
            supervisor.awaitReady(ENGINE_START_LIMIT);
        } catch (EngineUnavailableException unavailable) {
            throw new StartupException(unavailable.getMessage()
                    + " Without the engine there is nothing to answer with: set a provider's key, or start with"
                    + " --no-engine.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while the engine was starting.");
        }
    }

    private ProviderDirectory discover(Settings from) {
        Gateway open = gateway;
        int port = open == null ? from.listen().port() : open.port();
        OwnListener listener = new OwnListener(from.listen().host(), port);
        return new ProviderDiscovery(ProviderCatalog.builtIn(), environment, listener::isAddressedBy, this::isOurKey)
                .discover(from);
    }

    private boolean isOurKey(String key) {
        return keys != null
                && ApiKey.isWellFormed(key)
                && keys.find(ApiKeyHash.of(key)).isPresent();
    }

    private Models models(Settings from) {
        ModelCatalog catalog = ModelCatalog.of(from.models());
        ProviderDirectory providers = discover(from);
        EngineSupervisor supervisor = engine;
        if (supervisor != null) {
            catalog = catalog.withLocalModels(
                    supervisor.model().map(Server::describe).map(List::of).orElse(List.of()));
            providers = providers.withEngine(() -> supervisor
                    .endpoint()
                    .map(endpoint -> Endpoint.of(endpoint.baseUrl(), null, new Secret(endpoint.apiKey()))));
        }
        return new Models(
                catalog,
                new Router(
                        catalog,
                        providers,
                        from.serving(),
                        () -> ThreadLocalRandom.current().nextLong()),
                clock);
    }

    private static LocalModel describe(dev.gantry.server.engine.LocalModel model) {
        return new LocalModel(model.id(), model.contextTokens(), model.vision(), model.thinks(), model.takesTools());
    }

    private void reconfigure(Settings changed) {
        current = changed;
        refreshModels();
    }

    /// Called by the engine's thread and by the configuration's: whoever comes last has seen both changes.
    private void refreshModels() {
        synchronized (modelsLock) {
            if (gateway != null) {
                gateway.use(models(current));
            }
        }
    }

    private String engineState() {
        return engine == null ? EngineReport.DISABLED : EngineReport.of(engine.state());
    }

    private long engineRestarts() {
        return engine == null ? 0 : engine.restarts();
    }

    /// Where clients on this machine reach the server.
    public URI url() {
        if (gateway == null) {
            throw new IllegalStateException("not open");
        }
        return gateway.url();
    }

    /// The key that this start made, because the folder had none; nobody can show it again.
    public Optional<ApiKey> firstKey() {
        return firstKey;
    }

    /// The model that the embedded engine serves; empty without one, or until it is provisioned.
    public Optional<String> localModel() {
        return engine == null ? Optional.empty() : engine.model().map(dev.gantry.server.engine.LocalModel::id);
    }

    /// Whether anything can answer now or soon.
    public boolean hasUpstream() {
        return engine != null || !discover(current).entries().isEmpty();
    }

    /// Whether the engine answers now.
    public boolean engineIsReady() {
        return engine != null && engine.state() instanceof EngineState.Ready;
    }

    /// Lets answers finish for the grace, then closes everything. Blocking; later calls do nothing. Holds no lock,
    /// because the parts that it waits for may call back.
    @Override
    public void close() {
        if (gateway != null && !opened.isEmpty()) {
            log.info(
                    "stopping; answers under way may take {} s more",
                    current.shutdownGrace().toSeconds());
        }
        for (AutoCloseable part = opened.poll(); part != null; part = opened.poll()) {
            try {
                part.close();
            } catch (Exception failure) {
                log.warn("one part of the server did not close: {}", failure.toString());
            }
        }
    }
}
