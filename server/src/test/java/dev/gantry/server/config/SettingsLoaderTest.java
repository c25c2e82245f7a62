package dev.gantry.server.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void needsNoFileAndHasTheDocumentedDefaults() {
        Settings settings = new SettingsLoader(Map.of("HOME", "/home/ann"), Map.of(), null)
                .load()
                .settings();

        assertThat(settings.dataDir()).isEqualTo(Path.of("/home/ann/.local/share/gantry"));
        assertThat(settings.cacheDir()).isEqualTo(Path.of("/home/ann/.cache/gantry"));
        assertThat(settings.listen()).isEqualTo(new Settings.Listen("127.0.0.1", 8080, null, null));
        assertThat(settings.limits())
                .isEqualTo(new Settings.Limits(32 << 20, 64 << 10, 128, 64 << 20, 16 << 20, 10_000, 1_024));
        assertThat(settings.timeouts())
                .isEqualTo(new Settings.Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(600),
                        Duration.ofSeconds(900),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(3_600),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(75)));
        assertThat(settings.streaming().statusCommit()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.streaming().keepAlive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.streaming().dataHeartbeat()).isEqualTo(Duration.ofSeconds(100));
        assertThat(settings.serving())
                .isEqualTo(new Settings.Serving(
                        true, RetiredModels.SERVE, null, true, new Settings.Attempts(3, Duration.ofSeconds(5))));
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.engine()).isEqualTo(new Settings.Engine(true, null, null, null, null, null, null));
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), """
                listen: {port: 1001, host: a}
                retired: refuse
                """);
        Map<String, String> environment = Map.of("GANTRY_LISTEN_PORT", "1002", "GANTRY_LISTEN_HOST", "b");

        LoadedSettings loaded = new SettingsLoader(environment, Map.of(SettingTable.LISTEN_PORT, "1003"), file).load();

        assertThat(loaded.settings().listen().port()).isEqualTo(1003);
        assertThat(loaded.settings().listen().host()).isEqualTo("b");
        assertThat(loaded.settings().serving().retired()).isEqualTo(RetiredModels.REFUSE);
        assertThat(loaded.effective())
                .extracting(
                        EffectiveValue::key,
                        EffectiveValue::text,
                        value -> value.origin().description())
                .contains(
                        tuple("listen.port", "1003", "--port"),
                        tuple("listen.host", "b", "$GANTRY_LISTEN_HOST"),
                        tuple("retired", "refuse", "c.yaml:2"),
                        tuple("shutdown-grace", "30s", "default"));
    }

    @Test
    void findsTheFileInTheDataFolder() throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), "listen: {port: 4}");
        Map<String, String> environment = Map.of("GANTRY_DATA_DIR", folder.toString());

        LoadedSettings loaded = new SettingsLoader(environment, Map.of(), null).load();

        assertThat(loaded.file()).isEqualTo(folder.resolve("gantry.yaml"));
        assertThat(loaded.settings().listen().port()).isEqualTo(4);
    }

    @Test
    void refusesAMissingFileThatWasAskedFor() {
        SettingsLoader loader = new SettingsLoader(Map.of(), Map.of(), folder.resolve("absent.yaml"));

        assertThatThrownBy(loader::load).isInstanceOf(StartupException.class).hasMessageContaining("absent.yaml");
    }

    @Test
    void readsProvidersAndModels() {
        Settings settings =
                TestingSettings.load("""
                        providers:
                          my-vllm: {dialect: openai, base-url: "http://10.0.0.5:8000/v1", api-key: "${VLLM_KEY}", quirks: vllm}
                        models:
                          Qwen/Qwen3-32B:
                            aliases: [qwen]
                            deployments: [{provider: my-vllm, model: qwen3, weight: 2}]
                            price: {input: "0.10", output: 0.30}
                        """, Map.of("VLLM_KEY", "sk-secret")).settings();

        ProviderSettings provider = requireNonNull(settings.providers().get("my-vllm"));
        ModelSettings model = requireNonNull(settings.models().get("Qwen/Qwen3-32B"));
        assertThat(provider.apiKey()).isEqualTo(new Secret("sk-secret"));
        assertThat(provider.quirks()).isEqualTo("vllm");
        assertThat(model.aliases()).containsExactly("qwen");
        assertThat(model.price()).isEqualTo(new ModelSettings.PriceSettings("0.10", "0.30", null));
        assertThat(model.deployments())
                .containsExactly(new ModelSettings.DeploymentSettings("my-vllm", "qwen3", 2, 1, true, false));
    }

    @Test
    void showsNoSecretAnywhere() {
        LoadedSettings loaded = TestingSettings.load(
                "providers: {openai: {api-key: \"${KEY}\"}, b: {base-url: 'http://b', api-key: sk-plain}}",
                Map.of("KEY", "sk-hidden"));

        assertThat(loaded.toString() + loaded.settings() + loaded.effective())
                .doesNotContain("sk-hidden", "sk-plain")
                .contains("****");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lissen: {port: 1}                     | gantry.yaml:1: unknown key 'lissen'; did you mean 'listen'?
            listen: {prot: 1}                     | unknown key 'listen.prot'; did you mean 'listen.port'?
            port: 8080                            | unknown key 'port'; did you mean 'listen.port'?
            zzzzzzzzzzzzzzzz: 1                   | unknown key 'zzzzzzzzzzzzzzzz'; known here: data-dir
            providers: {a: {base-uri: 'http://b'}}| unknown key 'providers.a.base-uri'; did you mean 'providers.a.base-url'?
            models: {a: {alias: [b]}}             | unknown key 'models.a.alias'; did you mean 'models.a.aliases'?
            listen: {port: eighty}                | listen.port: found 'eighty', expected port, 0 to 65535
            listen: {port: 65536}                 | found '65536', expected port, 0 to 65535
            listen: {port: -1}                    | found '-1', expected port
            listen: {port: [1]}                   | listen.port: found a list, expected port
            listen: 8080                          | listen: found '8080', expected a section with keys of its own
            listen: {port: 99999999999999999999}  | expected port, 0 to 65535
            timeouts: {connect: 5}                | found '5', expected duration, 1ms to 1h
            timeouts: {connect: 2h}               | found '2h', expected duration, 1ms to 1h
            limits: {max-body: 32MB}              | found '32MB', expected bytes, 1KiB to 1GiB
            limits: {max-body: 9999999999GiB}     | expected bytes, 1KiB to 1GiB
            public-models: yes                    | found 'yes', expected flag, true or false
            retired: maybe                        | found 'maybe', expected name, serve, refuse
            providers: {a: {dialect: bedrock}}    | expected name, openai
            providers: {a: {base-url: 'ftp://b'}} | expected address, http
            providers: {a: {base-url: 'http://u:p@b'}} | expected address, http
            providers: [a]                        | providers: found a list, expected a section
            models: {a: {deployments: {b: c}}}    | models.a.deployments: found a section, expected a list
            models: {a: {deployments: [{providr: c}]}} | models.a.deployments[0].provider is missing; found only: providr
            models: {a: {shutdown-date: 2026-02-30}}   | expected date, YYYY-MM-DD
            listen: {tls-cert: a.pem}             | listen.tls-cert and listen.tls-key belong together; only listen.tls-cert is set
            providers: {"a b": {base-url: 'http://h'}} | a name in providers: found 'a b', expected visible ASCII without spaces
            models: {"caf\u00e9": {}}             | a name in models: found
            models: {a: {deployments: [{provider: b, model: "x y"}]}} | models.a.deployments[0].model: found 'x y'
            providers: {a: {auth-header: 'x: y'}} | providers.a.auth-header: found 'x: y', expected header
            stand-in: '${NOPE}'                   | gantry.yaml:1: stand-in uses ${NOPE}, but the environment variable NOPE is not set
            stand-in: '${NOPE'                    | expected ${VARIABLE}; write $${ for a literal ${
            stand-in: '${}'                       | expected ${VARIABLE}
            """)
    void namesPlaceKeyFoundAndExpected(String yaml, String message) {
        assertThatThrownBy(() -> TestingSettings.fromYaml(yaml))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesASecretThatNoHeaderCanCarryWithoutShowingIt() {
        assertThatThrownBy(() -> TestingSettings.load(
                        "providers: {a: {api-key: '${KEY}'}}", Map.of("KEY", "sk-hidden\r\nx-evil: 1")))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "gantry.yaml:1: providers.a.api-key: found '****', expected secret, visible ASCII without spaces");
    }

    @Test
    void namesTheLine() {
        String yaml = """
                # a comment
                listen:
                  host: 127.0.0.1

                  port: many
                """;

        assertThatThrownBy(() -> TestingSettings.fromYaml(yaml)).hasMessageStartingWith("gantry.yaml:5: listen.port:");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        assertThatThrownBy(() -> TestingSettings.load("", Map.of("GANTRY_LISTEN_PORT", "x")))
                .hasMessage("$GANTRY_LISTEN_PORT: found 'x', expected port, 0 to 65535");
    }

    @Test
    void takesAnEmptyVariableForUnset() {
        Settings settings =
                TestingSettings.load("", Map.of("GANTRY_LISTEN_PORT", " ")).settings();

        assertThat(settings.listen().port()).isEqualTo(8080);
    }

    @Test
    void takesKeysWithoutValueForUnset() {
        Settings settings = TestingSettings.fromYaml("listen:\nretired: null\nproviders:\nmodels: {a: }\n");

        assertThat(settings.listen().port()).isEqualTo(8080);
        assertThat(settings.models()).containsKey("a");
    }

    @Test
    void interpolatesOnceAndUnescapes() {
        Map<String, String> environment = Map.of("A", "x${B}$1\\", "B", "never");

        Settings settings =
                TestingSettings.load("stand-in: 'a-${A}-$${B}-$C'", environment).settings();

        assertThat(settings.serving().standIn()).isEqualTo("a-x${B}$1\\-${B}-$C");
    }

    @Test
    void resolvesPathsOfTheFileFromItsFolderAndHome() {
        Settings settings = TestingSettings.load(
                        "listen: {tls-cert: tls/cert.pem, tls-key: ~/key.pem}\nengine: {path: /opt/llama-server}",
                        Map.of("HOME", "/home/ann"))
                .settings();

        assertThat(settings.listen().tlsCert()).isEqualTo(Path.of("/etc/gantry/tls/cert.pem"));
        assertThat(settings.listen().tlsKey()).isEqualTo(Path.of("/home/ann/key.pem"));
        assertThat(settings.engine().path()).isEqualTo(Path.of("/opt/llama-server"));
    }

    @Test
    void refusesADataFolderInAFileThatItLeadTo() throws IOException {
        Files.writeString(folder.resolve("gantry.yaml"), "data-dir: /elsewhere");
        SettingsLoader loader = new SettingsLoader(Map.of("GANTRY_DATA_DIR", folder.toString()), Map.of(), null);

        // the environment wins over the file, so only a default folder can be contradicted
        assertThat(loader.load().settings().dataDir()).isEqualTo(folder);
        SettingsLoader byDefault = new SettingsLoader(Map.of("XDG_DATA_HOME", folder.toString()), Map.of(), null);
        Path found = Files.createDirectory(folder.resolve("gantry"));
        Files.writeString(found.resolve("gantry.yaml"), "data-dir: /elsewhere");
        assertThatThrownBy(byDefault::load).hasMessageContaining("data-dir cannot be set in a file");
    }

    @Test
    void keepsTheOrderOfTheFile() {
        Settings settings = TestingSettings.fromYaml("models: {z: {}, a: {}, m: {}}");

        assertThat(List.copyOf(settings.models().keySet())).containsExactly("z", "a", "m");
    }
}
