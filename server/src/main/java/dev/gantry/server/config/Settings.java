package dev.gantry.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The effective configuration at one moment. Immutable; a reload makes a new one.
///
/// {@link SettingTable} says what each value means, with unit, default and range.
///
/// @param providers what the user configured, by provider name, in the order of the file
/// @param models what the user configured, by model id, in the order of the file
public record Settings(
        Path dataDir,
        Path cacheDir,
        Listen listen,
        Limits limits,
        Timeouts timeouts,
        Streaming streaming,
        Serving serving,
        Receipts receipts,
        Engine engine,
        Duration shutdownGrace,
        Map<String, ProviderSettings> providers,
        Map<String, ModelSettings> models) {

    public Settings {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /// Where clients connect.
    ///
    /// @param port 0 picks a free one
    /// @param tlsCert PEM file; present exactly when {@code tlsKey} is
    public record Listen(
            String host,
            int port,
            @Nullable Path tlsCert,
            @Nullable Path tlsKey) {
        public boolean tls() {
            return tlsCert != null;
        }
    }

    public record Limits(
            int maxBodyBytes,
            int maxHeaderBytes,
            int maxJsonDepth,
            int maxResponseBytes,
            int maxEventBytes,
            int clientConnections,
            int upstreamConnections) {}

    public record Timeouts(
            Duration connect,
            Duration poolWait,
            Duration firstEvent,
            Duration firstByte,
            Duration eventGap,
            Duration total,
            Duration clientHeaders,
            Duration clientBody,
            Duration idle) {}

    public record Streaming(Duration statusCommit, Duration keepAlive, Duration dataHeartbeat, Padding padding) {}

    /// When an answer that is not streamed starts to be padded with white space.
    ///
    /// @param after for clients of which nothing is known
    /// @param afterRuncrate for `runcrate-*` user agents
    /// @param always for everybody in mode `always`
    public record Padding(PaddingMode mode, Duration after, Duration afterRuncrate, Duration always) {
        private static final String RUNCRATE_AGENT = "runcrate-";

        /// The silence after which padding begins; empty for never. The caller leaves HTTP/1.0 out.
        ///
        /// @param userAgent the request's `User-Agent`
        /// @param readTimeout what the client said in `x-stainless-read-timeout`
        public Optional<Duration> startFor(@Nullable String userAgent, @Nullable Duration readTimeout) {
            return switch (mode) {
                case NEVER -> Optional.empty();
                case ALWAYS -> Optional.of(always);
                case AUTO -> Optional.of(automatic(userAgent, readTimeout));
            };
        }

        private Duration automatic(@Nullable String userAgent, @Nullable Duration readTimeout) {
            if (userAgent != null && userAgent.regionMatches(true, 0, RUNCRATE_AGENT, 0, RUNCRATE_AGENT.length())) {
                return afterRuncrate;
            }
            return readTimeout == null ? after : readTimeout.multipliedBy(2).dividedBy(3);
        }
    }

    /// Which models are shown and served, and for whom.
    ///
    /// @param standIn id or alias of the model that answers for models without a provider
    public record Serving(
            boolean publicModels,
            RetiredModels retired,
            @Nullable String standIn,
            boolean autoProviders,
            Attempts attempts) {}

    /// How often one request is tried before its client is told that it failed.
    ///
    /// @param max deployments and retries together, at least 1
    /// @param maxDelay a longer wait before a retry is left to the client
    public record Attempts(int max, Duration maxDelay) {}

    public record Receipts(int maxCount, Duration maxAge) {}

    /// The embedded engine; null means: derive it from the machine or the model.
    public record Engine(
            boolean enabled,
            @Nullable String model,
            @Nullable Path path,
            @Nullable Integer threads,
            @Nullable Integer contextTokens,
            @Nullable Integer parallelSlots,
            @Nullable Integer cacheMemoryMib) {}
}
