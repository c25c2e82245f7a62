package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.engine.TestingHub.Behaviour;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HubDownloadTest {
    private static final String REPO = "org/repo";
    private static final String FILE = "q4/model.gguf";

    @TempDir
    Path folder;

    private final byte[] content = new byte[400_000];
    private final List<String> said = new ArrayList<>();
    private final TestingClock clock = new TestingClock();
    private TestingHub hub;
    private Path target;
    private Path part;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        hub = new TestingHub(content);
        target = folder.resolve("models/hub/org/repo/q4/model.gguf");
        part = target.resolveSibling("model.gguf.part");
        clock.endPauses(100);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void downloadsThroughARedirectAndSaysWhatAndHowMuch() throws Exception {
        assertThat(fetch(null)).isEqualTo(target).hasBinaryContent(content);
        assertThat(said.getFirst()).contains("q4/model.gguf", "400.0 kB", "/org/repo");
        assertThat(said.getLast()).isEqualTo("model.gguf: 100% of 400.0 kB");
        assertThat(part).doesNotExist();
        assertThat(VerifiedStamp.of(target).confirms(Sha256.ofBytes(content))).isTrue();
    }

    @Test
    void showsTheTokenToTheHubOnly() throws Exception {
        fetch("hf_secret");
        assertThat(hub.hubAuthorizations).isNotEmpty().containsOnly("Bearer hf_secret");
        assertThat(hub.storageAuthorizations).isNotEmpty().containsOnly("null");
        assertThat(hub.endpoint("hf_secret").toString()).doesNotContain("secret");
    }

    @Test
    void followsTheRedirectOfARenamedRepository() throws Exception {
        Path renamed = download(null, Duration.ofSeconds(20)).fetch("old/name", "model.gguf", progress());
        assertThat(renamed).hasBinaryContent(content);
    }

    @Test
    void resumesAfterACut() throws Exception {
        hub.script(Behaviour.CUT_IN_THE_MIDDLE, Behaviour.CUT_IN_THE_MIDDLE);
        assertThat(fetch(null)).hasBinaryContent(content);
        assertThat(hub.ranges).containsExactly("null", "bytes=200000-", "bytes=300000-");
    }

    @Test
    void resumesWhatAnEarlierRunLeftBehind() throws Exception {
        hub.script(Behaviour.CUT_IN_THE_MIDDLE);
        for (int i = 0; i < 4; i++) {
            hub.script(Behaviour.ANSWER_503);
        }
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("was interrupted at 200.0 kB of 400.0 kB")
                .hasMessageContaining("run the command again to resume it");
        assertThat(target).doesNotExist();

        assertThat(fetch(null)).hasBinaryContent(content);
        assertThat(hub.ranges.getLast()).isEqualTo("bytes=200000-");
        assertThat(said).anyMatch(line -> line.startsWith("Resuming") && line.contains("200.0 kB are here"));
    }

    @Test
    void beginsAnewWhenTheFileOnTheHubHasChanged() throws Exception {
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[1000]);
        Files.writeString(part.resolveSibling("model.gguf.part.expected"), "400000 " + "0".repeat(64) + "\n");
        assertThat(fetch(null)).hasBinaryContent(content);
        assertThat(hub.ranges).containsExactly("null");
    }

    @Test
    void startsOverWithAServerThatIgnoresRange() throws Exception {
        hub.script(Behaviour.CUT_IN_THE_MIDDLE, Behaviour.IGNORE_RANGE);
        assertThat(fetch(null)).hasBinaryContent(content);
    }

    @Test
    void cutsAStalledConnectionAndResumes() throws Exception {
        hub.script(Behaviour.STALL_IN_THE_MIDDLE);
        assertThat(download(null, Duration.ofMillis(500)).fetch(REPO, FILE, progress()))
                .hasBinaryContent(content);
        assertThat(hub.ranges).hasSize(2);
    }

    @Test
    void takesADripForAStall() throws Exception {
        hub.script(Behaviour.DRIP);
        assertThat(download(null, Duration.ofMillis(500)).fetch(REPO, FILE, progress()))
                .hasBinaryContent(content);
        assertThat(hub.ranges).hasSize(2);
    }

    @Test
    void throwsWrongBytesAway() {
        hub.checksum = "0".repeat(64);
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("wrong checksum");
        assertThat(target).doesNotExist();
        assertThat(part).doesNotExist();
    }

    @Test
    void saysWhenTheHubNamesNoChecksum() throws Exception {
        hub.checksum = null;
        assertThat(fetch(null)).hasBinaryContent(content);
        assertThat(said).anyMatch(line -> line.contains("names no checksum"));
    }

    @Test
    void namesAFileThatIsNotThere() {
        hub.hubStatus = 404;
        assertThatThrownBy(() -> fetch(null))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("has no such file: /org/repo/resolve/main/q4/model.gguf");
    }

    @Test
    void saysWhatAGatedModelNeeds() {
        hub.hubStatus = 401;
        assertThatThrownBy(() -> fetch(null)).hasMessageContaining("HF_TOKEN set");
        assertThatThrownBy(() -> fetch("hf_wrong"))
                .hasMessageContaining("HF_TOKEN is not valid")
                .hasMessageNotContaining("hf_wrong");
    }

    @Test
    void saysThatTheHubIsNotReached() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        hub.close();
        HubEndpoint nowhere = new HubEndpoint(URI.create("http://127.0.0.1:" + unused), null);
        HubDownload download =
                new HubDownload(nowhere, ProxySelector.of(null), new CacheFolder(folder), Duration.ofSeconds(5), clock);
        assertThatThrownBy(() -> download.fetch(REPO, FILE, progress()))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void goesThroughTheProxyOfTheEnvironment() throws Exception {
        String proxy = hub.environment().getOrDefault("HF_ENDPOINT", "");
        HubEndpoint behindProxy = new HubEndpoint(URI.create("http://hub.invalid"), null);
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("HTTP_PROXY", proxy, "no_proxy", "127.0.0.1"));
        HubDownload download =
                new HubDownload(behindProxy, proxies, new CacheFolder(folder), Duration.ofSeconds(5), clock);
        assertThat(download.fetch(REPO, FILE, progress())).hasBinaryContent(content);
    }

    @Test
    void refusesAnEndpointThatIsNoAddress() throws Exception {
        assertThatThrownBy(() -> HubEndpoint.from(Map.of("HF_ENDPOINT", "ftp://hub")))
                .isInstanceOf(ProvisioningException.class);
        assertThatThrownBy(() -> HubEndpoint.from(Map.of("HF_ENDPOINT", "not a url")))
                .isInstanceOf(ProvisioningException.class);
        assertThat(HubEndpoint.from(Map.of("HF_ENDPOINT", "https://mirror.example/"))
                        .page("o/r"))
                .hasToString("https://mirror.example/o/r");
    }

    private Path fetch(@Nullable String token) throws Exception {
        return download(token, Duration.ofSeconds(20)).fetch(REPO, FILE, progress());
    }

    private HubDownload download(@Nullable String token, Duration stallTimeout) {
        return new HubDownload(
                hub.endpoint(token), ProxySelector.of(null), new CacheFolder(folder), stallTimeout, clock);
    }

    private Progress progress() {
        return new PlainProgress(said::add);
    }
}
