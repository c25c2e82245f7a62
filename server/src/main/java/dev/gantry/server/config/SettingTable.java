package dev.gantry.server.config;

import static dev.gantry.server.config.SettingType.bytes;
import static dev.gantry.server.config.SettingType.duration;
import static dev.gantry.server.config.SettingType.flag;
import static dev.gantry.server.config.SettingType.integer;
import static dev.gantry.server.config.SettingType.oneOf;
import static dev.gantry.server.config.SettingType.path;
import static dev.gantry.server.config.SettingType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Every setting of the server. The loader validates by this table, `check-config` prints by it, and
/// `docs/operations.md` is rendered from it. What belongs to one provider or model is in
/// {@link ProviderSettings} and {@link ModelSettings}.
public final class SettingTable {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int GIB = 1 << 30;

    public static final Setting<Path> DATA_DIR = Setting.unset(
                    "data-dir",
                    path(),
                    "`${XDG_DATA_HOME:-~/.local/share}/gantry`",
                    "Keys, database, journal and lock file")
            .withFlag("--data-dir");
    public static final Setting<Path> CACHE_DIR = Setting.unset(
            "cache-dir", path(), "`${XDG_CACHE_HOME:-~/.cache}/gantry`", "Engine and weights, by checksum");

    public static final Setting<String> LISTEN_HOST = Setting.of(
                    "listen.host", text("host"), "127.0.0.1", "Address to listen on; `0.0.0.0` for every interface")
            .withFlag("--host");
    public static final Setting<Integer> LISTEN_PORT = Setting.of(
                    "listen.port", integer("port", 0, 65_535), "8080", "Port to listen on; 0 picks a free one")
            .withFlag("--port");
    public static final Setting<Path> TLS_CERT = Setting.unset(
                    "listen.tls-cert",
                    path(),
                    "plain HTTP",
                    "PEM file with the certificate chain; needs `listen.tls-key`")
            .withFlag("--tls-cert");
    public static final Setting<Path> TLS_KEY = Setting.unset(
                    "listen.tls-key", path(), "plain HTTP", "PEM file with the private key; needs `listen.tls-cert`")
            .withFlag("--tls-key");

    public static final Setting<Integer> MAX_BODY =
            Setting.of("limits.max-body", bytes(KIB, GIB), "32MiB", "Largest request body; larger ones are a 413");
    public static final Setting<Integer> MAX_HEADERS = Setting.of(
            "limits.max-headers", bytes(KIB, MIB), "64KiB", "Largest request head, all header lines together");
    public static final Setting<Integer> MAX_JSON_DEPTH = Setting.of(
            "limits.max-json-depth", integer("levels", 8, 1_000), "128", "How deep a request's JSON may nest");
    public static final Setting<Integer> MAX_RESPONSE = Setting.of(
            "limits.max-response", bytes(KIB, GIB), "64MiB", "Largest answer of an upstream that is not streamed");
    public static final Setting<Integer> MAX_EVENT =
            Setting.of("limits.max-event", bytes(KIB, GIB), "16MiB", "Largest single event of an upstream's stream");
    public static final Setting<Integer> CLIENT_CONNECTIONS = Setting.of(
            "limits.client-connections",
            integer("connections", 1, 1_000_000),
            "10000",
            "Open connections from clients; further ones are closed at once");
    public static final Setting<Integer> UPSTREAM_CONNECTIONS = Setting.of(
            "limits.upstream-connections",
            integer("connections", 1, 100_000),
            "1024",
            "Open connections to one upstream; further requests wait for `timeouts.pool-wait`");

    public static final Setting<Duration> CONNECT = Setting.of(
            "timeouts.connect", duration(MILLISECOND, HOUR), "5s", "To connect to an upstream, TLS included");
    public static final Setting<Duration> POOL_WAIT = Setting.of(
            "timeouts.pool-wait", duration(MILLISECOND, HOUR), "10s", "To wait for a free connection to an upstream");
    public static final Setting<Duration> FIRST_EVENT = Setting.of(
            "timeouts.first-event", duration(MILLISECOND, DAY), "600s", "To the first data event of a streamed answer");
    public static final Setting<Duration> FIRST_BYTE = Setting.of(
            "timeouts.first-byte", duration(MILLISECOND, DAY), "900s", "To the first byte of an answer not streamed");
    public static final Setting<Duration> EVENT_GAP = Setting.of(
            "timeouts.event-gap",
            duration(MILLISECOND, DAY),
            "300s",
            "Between two data events of an upstream; its comments do not count");
    public static final Setting<Duration> TOTAL =
            Setting.of("timeouts.total", duration(MILLISECOND, DAY), "3600s", "One request from first to last byte");
    public static final Setting<Duration> CLIENT_HEADERS = Setting.of(
            "timeouts.client-headers", duration(MILLISECOND, HOUR), "10s", "For a client to send its request's head");
    public static final Setting<Duration> CLIENT_BODY = Setting.of(
            "timeouts.client-body", duration(MILLISECOND, HOUR), "60s", "Without progress in a client's request body");
    public static final Setting<Duration> IDLE =
            Setting.of("timeouts.idle", duration(SECOND, DAY), "75s", "For which an idle connection is kept open");

    public static final Setting<Duration> STATUS_COMMIT = Setting.of(
            "stream.status-commit",
            duration(MILLISECOND, HOUR),
            "15s",
            "Silence after which a stream's 200 leaves before the first data event");
    public static final Setting<Duration> KEEP_ALIVE = Setting.of(
            "stream.keep-alive",
            duration(MILLISECOND, HOUR),
            "10s",
            "Silence after which a `: keep-alive` comment leaves");
    public static final Setting<Duration> DATA_HEARTBEAT = Setting.of(
            "stream.data-heartbeat",
            duration(MILLISECOND, HOUR),
            "100s",
            "Time without a data line after which an empty delta leaves");
    public static final Setting<PaddingMode> NON_STREAM_PADDING = Setting.of(
            "non-stream-padding",
            oneOf(PaddingMode.class),
            "auto",
            "Keeps slow answers that are not streamed alive with JSON white space");
    public static final Setting<Duration> PADDING_AFTER =
            Setting.of("padding.after", duration(MILLISECOND, HOUR), "50s", "When padding begins under `auto`");
    public static final Setting<Duration> PADDING_AFTER_RUNCRATE = Setting.of(
            "padding.after-runcrate",
            duration(MILLISECOND, HOUR),
            "20s",
            "When it begins for `runcrate-*` user agents, which give up after 30 s");

    public static final Setting<Boolean> PUBLIC_MODELS = Setting.of(
            "public-models", flag(), "true", "Whether `GET /v1/models` answers without an `Authorization` header");
    public static final Setting<RetiredModels> RETIRED = Setting.of(
                    "retired",
                    oneOf(RetiredModels.class),
                    "serve",
                    "Whether a retired model is served by its replacement or refused")
            .withReload();
    public static final Setting<String> STAND_IN = Setting.unset(
                    "stand-in", text("model id"), "none", "The model that answers for models without a provider")
            .withFlag("--stand-in")
            .withReload();
    public static final Setting<Boolean> AUTO_PROVIDERS = Setting.of(
                    "auto-providers",
                    flag(),
                    "true",
                    "Whether providers are enabled by the `*_API_KEY` variables found at start")
            .withReload();
    public static final Setting<Integer> ATTEMPTS_MAX = Setting.of(
            "attempts.max",
            integer("attempts", 1, 10),
            "3",
            "Deployments and retries that are tried for one request before its client is told");
    public static final Setting<Duration> ATTEMPTS_MAX_DELAY = Setting.of(
            "attempts.max-delay",
            duration(Duration.ZERO, HOUR),
            "5s",
            "Longest wait before a retry, `Retry-After` included; a longer one is left to the client");

    public static final Setting<Duration> SHUTDOWN_GRACE = Setting.of(
                    "shutdown-grace",
                    duration(Duration.ZERO, HOUR),
                    "30s",
                    "For which streams may finish after SIGTERM")
            .withReload();
    public static final Setting<Integer> RECEIPTS_MAX_COUNT = Setting.of(
            "receipts.max-count", integer("receipts", 0, 10_000_000), "10000", "Receipts that are kept in memory");
    public static final Setting<Duration> RECEIPTS_MAX_AGE =
            Setting.of("receipts.max-age", duration(SECOND, Duration.ofDays(30)), "1h", "For which a receipt is kept");

    public static final Setting<Boolean> ENGINE_ENABLED = Setting.of(
                    "engine.enabled", flag(), "true", "Whether the embedded engine is started")
            .withFlag("--no-engine");
    public static final Setting<String> ENGINE_MODEL = Setting.unset(
                    "engine.model",
                    text("model"),
                    "SmolLM2-135M-Instruct",
                    "Model id, `FILE.gguf` or `hf:org/repo/file.gguf` for the embedded engine")
            .withFlag("--model");
    public static final Setting<Path> ENGINE_PATH = Setting.unset(
                    "engine.path", path(), "found or provisioned", "The `llama-server` program to run")
            .withFlag("--engine-path");
    public static final Setting<Integer> ENGINE_THREADS =
            Setting.unset("engine.threads", integer("threads", 1, 1_024), "from the machine", "Threads that generate");
    public static final Setting<Integer> ENGINE_CONTEXT = Setting.unset(
            "engine.context-tokens",
            integer("tokens", 256, 1_048_576),
            "from model and machine",
            "Context window of one slot");
    public static final Setting<Integer> ENGINE_SLOTS = Setting.unset(
            "engine.parallel-slots",
            integer("slots", 1, 256),
            "from the machine",
            "Requests that are generated at the same time");
    public static final Setting<Integer> ENGINE_CACHE = Setting.unset(
            "engine.cache-memory-mib",
            integer("MiB", 0, 16_777_216),
            "from the machine",
            "Memory for prompts that may come again; 0 for none");

    /// All settings of the server, in the order in which they are shown.
    public static final List<Setting<?>> ALL = List.of(
            DATA_DIR,
            CACHE_DIR,
            LISTEN_HOST,
            LISTEN_PORT,
            TLS_CERT,
            TLS_KEY,
            PUBLIC_MODELS,
            RETIRED,
            STAND_IN,
            AUTO_PROVIDERS,
            ATTEMPTS_MAX,
            ATTEMPTS_MAX_DELAY,
            SHUTDOWN_GRACE,
            MAX_BODY,
            MAX_HEADERS,
            MAX_JSON_DEPTH,
            MAX_RESPONSE,
            MAX_EVENT,
            CLIENT_CONNECTIONS,
            UPSTREAM_CONNECTIONS,
            CONNECT,
            POOL_WAIT,
            FIRST_EVENT,
            FIRST_BYTE,
            EVENT_GAP,
            TOTAL,
            CLIENT_HEADERS,
            CLIENT_BODY,
            IDLE,
            STATUS_COMMIT,
            KEEP_ALIVE,
            DATA_HEARTBEAT,
            NON_STREAM_PADDING,
            PADDING_AFTER,
            PADDING_AFTER_RUNCRATE,
            RECEIPTS_MAX_COUNT,
            RECEIPTS_MAX_AGE,
            ENGINE_ENABLED,
            ENGINE_MODEL,
            ENGINE_PATH,
            ENGINE_THREADS,
            ENGINE_CONTEXT,
            ENGINE_SLOTS,
            ENGINE_CACHE);

    private SettingTable() {}
}
