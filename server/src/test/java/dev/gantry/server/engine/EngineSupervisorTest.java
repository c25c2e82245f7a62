package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The supervisor with children that are shell scripts; their HTTP side is a server of the test.
@Timeout(60)
class EngineSupervisorTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ProvisionedEngine ENGINE = new ProvisionedEngine(
            new EngineProgram.LlamaServerBinary(Path.of("unused"), Set.of()),
            new LocalModel("local/test", List.of(), Path.of("unused.gguf"), null, 1, 512, false, false));

    @TempDir
    Path folder;

    private final TestingClock clock = new TestingClock();
    private final BlockingQueue<EngineState> seen = new LinkedBlockingQueue<>();
    private final AtomicInteger healthStatus = new AtomicInteger(200);
    private HttpServer http;
    private @Nullable EngineSupervisor supervisor;

    @BeforeEach
    void startHttp() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(healthStatus.get(), -1);
            exchange.close();
        });
        http.start();
    }

    @AfterEach
    void stop() {
        if (supervisor != null) {
            supervisor.close();
        }
        http.stop(0);
    }

    @Test
    void becomesReadyAndStopsWithoutLeavingAProcess() throws Exception {
        EngineSupervisor engine = start(listening() + "exec sleep 600");
        engine.awaitReady(LONG);
        EngineEndpoint endpoint = engine.endpoint().orElseThrow();
        assertThat(endpoint.baseUrl()).hasToString("http://127.0.0.1:" + port() + "/v1");
        assertThat(endpoint.apiKey()).matches("[0-9a-f]{48}");
        assertThat(endpoint.toString()).doesNotContain(endpoint.apiKey());
        assertThat(engine.model()).hasValue(ENGINE.model());
        List<ProcessHandle> processes = children();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
        assertThat(commandLines(processes)).noneMatch(line -> line.contains(endpoint.apiKey()));

        engine.close();

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(engine.state()).isEqualTo(new EngineState.Stopped());
        assertThat(engine.endpoint()).isEmpty();
        assertThat(states()).containsExactly("Provisioning", "Starting", "Ready", "Stopped");
    }

    @Test
    void killsAChildThatIgnoresSigterm() throws Exception {
        EngineSupervisor engine = start("trap '' TERM\n" + listening() + "while :; do sleep 1; done");
        engine.awaitReady(LONG);
        List<ProcessHandle> processes = children();
        engine.close();
        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void givesTheKeyInTheEnvironmentAndNoOtherSecret() throws Exception {
        Path dump = folder.resolve("environment");
        EngineSupervisor engine = start("env > " + dump + "\n" + listening() + "exec sleep 600");
        engine.awaitReady(LONG);
        assertThat(Files.readString(dump))
                .contains("LLAMA_API_KEY=" + engine.endpoint().orElseThrow().apiKey())
                .doesNotContain("JAVA_HOME")
                .doesNotContain("MAVEN");
    }

    @Test
    void runsTheChildInASessionOfItsOwn() throws Exception {
        EngineSupervisor engine = start(listening() + "exec sleep 600");
        engine.awaitReady(LONG);
        String ours = processGroup(ProcessHandle.current().pid());
        assertThat(children())
                .isNotEmpty()
                .allSatisfy(child -> assertThat(processGroup(child.pid())).isNotEqualTo(ours));
    }

    @Test
    void restartsWithGrowingPausesThenBreaksThenTriesAgain() throws Exception {
        EngineSupervisor engine = start("echo dying >&2\nexit 7");
        for (long millis : new long[] {250, 500, 1000, 2000}) {
            assertThat(clock.awaitPause()).isEqualTo(Duration.ofMillis(millis));
            clock.endPause();
        }
        assertThat(clock.awaitPause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(engine.state()).isEqualTo(new EngineState.Broken("it ended with exit code 7", List.of("dying")));
        assertThat(engine.restarts()).isEqualTo(4);
        assertThatThrownBy(() -> engine.awaitReady(LONG))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("The engine does not run: it ended with exit code 7. Its last words: dying");

        Files.writeString(folder.resolve("child.sh"), listening() + "exec sleep 600");
        clock.endPause();
        awaitState(EngineState.Ready.class);
        assertThat(engine.restarts()).isEqualTo(5);
    }

    @Test
    void restartsAChildThatWasKilled() throws Exception {
        EngineSupervisor engine = start(listening() + "kill -KILL $$");
        assertThat(clock.awaitPause()).isEqualTo(Duration.ofMillis(250));
        assertThat(engine.state()).isInstanceOfSatisfying(EngineState.Restarting.class, state -> {
            assertThat(state.reason()).contains("SIGKILL");
            assertThat(state.attempt()).isEqualTo(1);
        });
    }

    @Test
    void countsAnewAfterItHasRunWell() throws Exception {
        Path stop = folder.resolve("stop");
        start(listening() + "until [ -e " + stop + " ]; do sleep 0.05; done");
        for (int round = 0; round < 3; round++) {
            awaitState(EngineState.Ready.class);
            clock.advance(RestartPolicy.RAN_WELL);
            Files.createFile(stop);
            assertThat(clock.awaitPause()).isEqualTo(Duration.ofMillis(250));
            Files.delete(stop);
            clock.endPause();
        }
    }

    @Test
    void givesUpOnAChildThatNeverListens() throws Exception {
        EngineSupervisor engine = start("exec sleep 600", timeouts(Duration.ofMillis(300), Duration.ofSeconds(30)));
        clock.awaitPause();
        assertThat(engine.state())
                .isInstanceOfSatisfying(
                        EngineState.Restarting.class,
                        state -> assertThat(state.reason()).startsWith("it was not ready within"));
        assertThat(children()).isEmpty();
    }

    @Test
    void givesUpOnAChildThatListensButNeverLoads() throws Exception {
        healthStatus.set(503);
        EngineSupervisor engine =
                start(listening() + "exec sleep 600", timeouts(Duration.ofMillis(500), Duration.ofSeconds(30)));
        clock.awaitPause();
        assertThat(engine.state()).isInstanceOf(EngineState.Restarting.class);
    }

    @Test
    void replacesAChildThatHangs() throws Exception {
        EngineSupervisor engine =
                start(listening() + "exec sleep 600", timeouts(Duration.ofSeconds(20), Duration.ofMillis(300)));
        engine.awaitReady(LONG);
        healthStatus.set(500);
        clock.awaitPause();
        assertThat(engine.state())
                .isInstanceOfSatisfying(
                        EngineState.Restarting.class,
                        state -> assertThat(state.reason()).isEqualTo("it did not answer its health check"));
        assertThat(children()).isEmpty();
    }

    @Test
    void readsPastGarbageAndFloods() throws Exception {
        EngineSupervisor engine = start("head -c 300000 /dev/urandom\n"
                + "head -c 5000000 /dev/zero | tr '\\0' 'x' >&2\n"
                + "echo 'listening on http://127.0.0.1:0'\necho 'listening on http://10.0.0.1:80'\n"
                + listening() + "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo \"line $i\" >&2; done\nexit 3");
        clock.awaitPause();
        assertThat(engine.state())
                .isInstanceOfSatisfying(
                        EngineState.Restarting.class,
                        state -> assertThat(state.lastStderr())
                                .hasSize(20)
                                .startsWith("line 11")
                                .endsWith("line 30"));
        assertThat(Files.size(folder.resolve("engine.log"))).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void asksAgainForAnEngineThatCannotBeProvisioned() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        EngineSource source = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new ProvisioningException("There is no network.");
            }
            return ENGINE;
        };
        EngineSupervisor engine = start(source, script(listening() + "exec sleep 600"), EngineTimeouts.DEFAULT);
        assertThat(clock.awaitPause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(engine.state()).isEqualTo(new EngineState.Broken("There is no network.", List.of()));
        assertThatThrownBy(() -> engine.awaitReady(LONG))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("There is no network.");
        clock.endPause();
        awaitState(EngineState.Ready.class);
    }

    @Test
    void aProgramThatIsGoneIsAReasonNotACrash() throws Exception {
        EngineSupervisor engine = start(
                () -> ENGINE,
                (_, _) -> new ChildCommand(List.of("/nowhere/llama-server"), Map.of()),
                EngineTimeouts.DEFAULT);
        clock.awaitPause();
        assertThat(engine.state())
                .isInstanceOfSatisfying(
                        EngineState.Restarting.class,
                        state -> assertThat(String.join("\n", state.lastStderr()))
                                .contains("/nowhere/llama-server"));
    }

    @Test
    void closesWhileItProvisionsPausesOrWasNeverStarted() throws Exception {
        EngineSupervisor waiting = start("exit 1");
        clock.awaitPause();
        waiting.close();
        assertThat(waiting.state()).isEqualTo(new EngineState.Stopped());

        EngineSupervisor unstarted = new EngineSupervisor(() -> ENGINE, settings(EngineTimeouts.DEFAULT));
        unstarted.close();
        unstarted.start();
        assertThat(unstarted.state()).isEqualTo(new EngineState.Stopped());
        assertThatThrownBy(() -> unstarted.awaitReady(LONG)).isInstanceOf(EngineUnavailableException.class);
    }

    @Test
    void saysWhenItWasNotReadyInTime() throws Exception {
        EngineSupervisor engine = start("exec sleep 600");
        assertThatThrownBy(() -> engine.awaitReady(Duration.ofMillis(50)))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("not ready within 50 ms");
    }

    private EngineSupervisor start(String child) throws IOException {
        return start(child, EngineTimeouts.DEFAULT);
    }

    private EngineSupervisor start(String child, EngineTimeouts timeouts) throws IOException {
        return start(() -> ENGINE, script(child), timeouts);
    }

    private EngineSupervisor start(EngineSource source, EngineLauncher launcher, EngineTimeouts timeouts) {
        EngineSupervisor started = new EngineSupervisor(source, settings(timeouts), launcher, clock);
        started.addListener(seen::add);
        started.start();
        supervisor = started;
        return started;
    }

    private EngineLauncher script(String child) throws IOException {
        Path file = Files.writeString(folder.resolve("child.sh"), child);
        return (_, apiKey) -> new ChildCommand(List.of("sh", file.toString()), Map.of("LLAMA_API_KEY", apiKey));
    }

    private EngineSettings settings(EngineTimeouts timeouts) {
        return EngineSettings.derive(
                        new Machine(2, 1L << 30), new ModelSource.Default(), folder, folder.resolve("engine.log"))
                .withTimeouts(timeouts);
    }

    private static EngineTimeouts timeouts(Duration start, Duration unresponsive) {
        return new EngineTimeouts(start, Duration.ofMillis(50), LONG, unresponsive, Duration.ofSeconds(5), LONG);
    }

    private String listening() {
        return "echo 'main: server is listening on http://127.0.0.1:" + port() + " - starting'\n";
    }

    private int port() {
        return http.getAddress().getPort();
    }

    private void awaitState(Class<? extends EngineState> wanted) throws InterruptedException {
        for (EngineState state = next(); !wanted.isInstance(state); state = next()) {
            assertThat(state).isNotInstanceOf(EngineState.Stopped.class);
        }
    }

    private EngineState next() throws InterruptedException {
        @Nullable EngineState state = seen.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        if (state == null) {
            throw new AssertionError("no change of state");
        }
        return state;
    }

    private List<String> states() {
        return seen.stream().map(state -> state.getClass().getSimpleName()).toList();
    }

    /// The guard, its watcher and the child, of this test class only.
    private List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString())
                        || process.info().commandLine().orElse("").contains("sleep 600"))
                .toList();
    }

    private static List<String> commandLines(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
    }

    private static String processGroup(long pid) throws Exception {
        return ToolRun.of(List.of("ps", "-o", "pgid=", "-p", String.valueOf(pid)), LONG)
                .output()
                .strip();
    }
}
