package dev.gantry.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the values of the settings table together to {@link Settings}, and checks what concerns more than
/// one of them. Confined to one load.
///
/// @param configFile relative paths in the file are meant from its folder
record SettingsAssembly(SettingValues values, UserFolders folders, Path configFile) {

    Settings assemble(Map<String, ProviderSettings> providers, Map<String, ModelSettings> models) {
        return new Settings(
                path(SettingTable.DATA_DIR, folders.data()),
                path(SettingTable.CACHE_DIR, folders.cache()),
                listen(),
                limits(),
                timeouts(),
                streaming(),
                serving(),
                new Settings.Receipts(
                        values.require(SettingTable.RECEIPTS_MAX_COUNT), values.require(SettingTable.RECEIPTS_MAX_AGE)),
                engine(),
                values.require(SettingTable.SHUTDOWN_GRACE),
                providers,
                models);
    }

    private Settings.Listen listen() {
        Path cert = path(SettingTable.TLS_CERT);
        Path key = path(SettingTable.TLS_KEY);
        if ((cert == null) != (key == null)) {
            throw new StartupException("listen.tls-cert and listen.tls-key belong together; only listen.%s is set"
                    .formatted(cert == null ? "tls-key" : "tls-cert"));
        }
        return new Settings.Listen(
                values.require(SettingTable.LISTEN_HOST), values.require(SettingTable.LISTEN_PORT), cert, key);
    }

    private Settings.Limits limits() {
        return new Settings.Limits(
                values.require(SettingTable.MAX_BODY),
                values.require(SettingTable.MAX_HEADERS),
                values.require(SettingTable.MAX_JSON_DEPTH),
                values.require(SettingTable.MAX_RESPONSE),
                values.require(SettingTable.MAX_EVENT),
                values.require(SettingTable.CLIENT_CONNECTIONS),
                values.require(SettingTable.UPSTREAM_CONNECTIONS));
    }

    private Settings.Timeouts timeouts() {
        return new Settings.Timeouts(
                values.require(SettingTable.CONNECT),
                values.require(SettingTable.POOL_WAIT),
                values.require(SettingTable.FIRST_EVENT),
                values.require(SettingTable.FIRST_BYTE),
                values.require(SettingTable.EVENT_GAP),
                values.require(SettingTable.TOTAL),
                values.require(SettingTable.CLIENT_HEADERS),
                values.require(SettingTable.CLIENT_BODY),
                values.require(SettingTable.IDLE));
    }

    private Settings.Streaming streaming() {
        Settings.Padding padding = new Settings.Padding(
                values.require(SettingTable.NON_STREAM_PADDING),
                values.require(SettingTable.PADDING_AFTER),
                values.require(SettingTable.PADDING_AFTER_RUNCRATE),
                values.require(SettingTable.STATUS_COMMIT));
        return new Settings.Streaming(
                values.require(SettingTable.STATUS_COMMIT),
                values.require(SettingTable.KEEP_ALIVE),
                values.require(SettingTable.DATA_HEARTBEAT),
                padding);
    }

    private Settings.Serving serving() {
        return new Settings.Serving(
                values.require(SettingTable.PUBLIC_MODELS),
                values.require(SettingTable.RETIRED),
                values.read(SettingTable.STAND_IN),
                values.require(SettingTable.AUTO_PROVIDERS),
                new Settings.Attempts(
                        values.require(SettingTable.ATTEMPTS_MAX), values.require(SettingTable.ATTEMPTS_MAX_DELAY)));
    }

    private Settings.Engine engine() {
        return new Settings.Engine(
                values.require(SettingTable.ENGINE_ENABLED),
                values.read(SettingTable.ENGINE_MODEL),
                path(SettingTable.ENGINE_PATH),
                values.read(SettingTable.ENGINE_THREADS),
                values.read(SettingTable.ENGINE_CONTEXT),
                values.read(SettingTable.ENGINE_SLOTS),
                values.read(SettingTable.ENGINE_CACHE));
    }

    private Path path(Setting<Path> setting, Path otherwise) {
        Path path = path(setting);
        return path == null ? otherwise : path;
    }

    private @Nullable Path path(Setting<Path> setting) {
        Path path = values.read(setting);
        if (path == null) {
            return null;
        }
        Path expanded = folders.expand(path);
        boolean fromFile = values.chosenFor(setting).origin() instanceof Origin.File;
        return fromFile ? configFile.resolveSibling(expanded) : expanded;
    }
}
