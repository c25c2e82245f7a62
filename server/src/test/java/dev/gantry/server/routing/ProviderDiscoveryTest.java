package dev.gantry.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.config.Secret;
import dev.gantry.server.config.StartupException;
import dev.gantry.server.config.TestingSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProviderDiscoveryTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ProviderDiscovery.class);

    @BeforeEach
    void captureLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void releaseLog() {
        logger.detachAppender(log);
    }

    @Test
    void enablesProvidersByTheirVariables() {
        ProviderDirectory found = discover("", Map.of("GROQ_API_KEY", " g\n", "OPENAI_API_KEY", ""));

        assertThat(names(found)).containsExactly("groq");
        assertThat(endpoint(found, "groq"))
                .isEqualTo(new Endpoint(
                        URI.create("https://api.groq.com/openai/v1"), "Authorization", new Secret("Bearer g")));
    }

    @Test
    void prefersTheFirstVariable() {
        ProviderDirectory found = discover("", Map.of("GOOGLE_API_KEY", "second", "GEMINI_API_KEY", "first"));

        assertThat(endpoint(found, "gemini").authValue()).isEqualTo(new Secret("first"));
        assertThat(found.find("gemini"))
                .get()
                .extracting(ProviderDirectory.Entry::keySource)
                .isEqualTo("$GEMINI_API_KEY");
    }

    @Test
    void movesAProviderByItsBaseUrlVariable() {
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "https://eu.api.openai.com/v1/");

        assertThat(endpoint(discover("", environment), "openai").baseUrl()).hasToString("https://eu.api.openai.com/v1");
    }

    @Test
    void namesABaseUrlVariableThatIsNoAddress() {
        assertThatThrownBy(() -> discover("", Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "api.openai.com")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("OPENAI_BASE_URL: found 'api.openai.com', expected address");
    }

    @Test
    void ignoresVariablesWhenToldSo() {
        assertThat(discover("auto-providers: false", Map.of("OPENAI_API_KEY", "k"))
                        .entries())
                .isEmpty();
    }

    @Test
    void letsTheConfigurationWinOverTheEnvironment() {
        String yaml = "providers: {openai: {base-url: 'http://proxy:1/v1', api-key: mine}}";

        ProviderDirectory found = discover(yaml, Map.of("OPENAI_API_KEY", "k"));

        assertThat(endpoint(found, "openai"))
                .isEqualTo(new Endpoint(URI.create("http://proxy:1/v1"), "Authorization", new Secret("Bearer mine")));
    }

    @Test
    void sendsTheEnvironmentsKeyOnlyToTheProvidersOwnAddress() {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "k");

        assertThat(endpoint(discover("providers: {openai: {base-url: 'http://other'}}", environment), "openai")
                        .authValue())
                .isNull();
        assertThat(endpoint(discover("providers: {openai: {dialect: openai}}", environment), "openai")
                        .authValue())
                .isEqualTo(new Secret("Bearer k"));
    }

    @Test
    void sendsABareKeyInTheHeaderThatAHostWants() {
        ProviderDirectory found =
                discover("providers: {east: {base-url: 'https://a/openai/v1', api-key: k, quirks: azure}}", Map.of());

        assertThat(endpoint(found, "east"))
                .isEqualTo(new Endpoint(URI.create("https://a/openai/v1"), "api-key", new Secret("k")));
    }

    @Test
    void skipsAProviderThatIsThisServerItself() {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "http://localhost:8080/v1");

        assertThat(discover("", environment).entries()).isEmpty();
        assertThat(log.list).singleElement().asString().contains("openai is skipped", "its address");
        assertThat(discover("providers: {me: {base-url: 'http://127.0.0.1:8080'}}", Map.of())
                        .entries())
                .isEmpty();
    }

    @Test
    void skipsAKeyOfOurOwnWithoutLoggingIt() {
        assertThat(discover("", Map.of("RUNCRATE_API_KEY", "rc_live_own")).entries())
                .isEmpty();
        assertThat(log.list)
                .singleElement()
                .asString()
                .contains("runcrate is skipped", "$RUNCRATE_API_KEY")
                .doesNotContain("rc_live_own");
    }

    @Test
    void skipsAKeyThatNoHeaderCanCarry() {
        assertThat(discover("", Map.of("OPENAI_API_KEY", "sk\r\nx-evil: 1")).entries())
                .isEmpty();
        assertThat(log.list)
                .singleElement()
                .asString()
                .contains("openai is skipped")
                .doesNotContain("x-evil");
    }

    @Test
    void refusesIncompleteEntries() {
        refused("providers: {mine: {quirks: vllm}}", "providers.mine.base-url is missing");
        refused("providers: {local: {base-url: 'http://h'}}", "belongs to the embedded engine");
        refused(
                "providers: {my-vllm: {base-url: 'http://h'}}\nmodels: {m: {deployments: [{provider: my-vlm}]}}",
                "models.m.deployments: there is no provider 'my-vlm'; did you mean 'my-vllm'?");
    }

    private static void refused(String yaml, String message) {
        assertThatThrownBy(() -> discover(yaml, Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(message);
    }

    private static ProviderDirectory discover(String yaml, Map<String, String> environment) {
        return new ProviderDiscovery(
                        ProviderCatalog.builtIn(),
                        environment,
                        new OwnListener("127.0.0.1", 8080)::isAddressedBy,
                        key -> key.startsWith("rc_live_own"))
                .discover(TestingSettings.fromYaml(yaml));
    }

    private static List<String> names(ProviderDirectory directory) {
        return directory.entries().stream()
                .map(entry -> entry.provider().name())
                .toList();
    }

    private static Endpoint endpoint(ProviderDirectory directory, String name) {
        return directory
                .find(name)
                .flatMap(entry -> entry.endpoints().endpoint())
                .orElseThrow();
    }
}
