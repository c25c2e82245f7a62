package dev.gantry.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A figure is worth nothing where the client counts wrong answers as right ones.
class LoadTest {
    private static final int EVENTS = 20;
    private static final int DONE = 1;

    private final EventLoopGroup loops = EventLoops.single();
    private final Upstream upstream = new Upstream();

    @AfterEach
    void close() {
        upstream.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void repeatsWholeAnswersUntilTheTimeIsOver() throws Exception {
        int port = upstream.listen(new UpstreamScript.Whole(UpstreamAnswers.whole()));

        LoadReport report = run(port, "connections=4 millis=200 body-bytes=30000");

        assertThat(report.failed()).isZero();
        assertThat(report.completed()).isGreaterThanOrEqualTo(4);
        assertThat(report.peakBusy()).isEqualTo(4);
    }

    @Test
    void countsEveryEventOfAStream() throws Exception {
        int port = upstream.listen(new UpstreamScript.Burst(UpstreamAnswers.stream(EVENTS)));

        LoadReport report = run(port, "connections=3 once=true events=" + (EVENTS + DONE));

        assertThat(report.failed()).isZero();
        assertThat(report.completed()).isEqualTo(3);
        assertThat(report.events()).isEqualTo(3L * (EVENTS + DONE));
    }

    @Test
    void holdsPacedStreamsOpenTogether() throws Exception {
        int port = upstream.listen(new UpstreamScript.Paced(UpstreamAnswers.stream(EVENTS), Duration.ofMillis(20)));

        LoadReport report = run(port, "connections=50 once=true ramp-millis=100 events=" + (EVENTS + DONE));

        assertThat(report.completed()).isEqualTo(50);
        assertThat(report.peakBusy()).isEqualTo(50);
        assertThat(report.latencies().p50Nanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20 * EVENTS));
    }

    @Test
    void sendsAsManyRequestsAsAreDue() throws Exception {
        int port = upstream.listen(new UpstreamScript.Whole(UpstreamAnswers.whole()));

        LoadReport report = run(port, "connections=8 millis=500 per-second=200");

        assertThat(report.completed()).isEqualTo(100);
        assertThat(report.wallNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(490));
    }

    @Test
    void countsTheWaitForAConnectionAsLatency() throws Exception {
        int port = upstream.listen(new UpstreamScript.Paced(UpstreamAnswers.stream(4), Duration.ofMillis(50)));

        LoadReport report = run(port, "connections=1 millis=100 per-second=50 events=" + (4 + DONE));

        long answerMillis = 4 * 50;
        long lastDueMillis = 4 * 20;
        assertThat(report.completed()).isEqualTo(5);
        assertThat(report.latencies().maxNanos())
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5 * answerMillis - lastDueMillis));
    }

    @Test
    void failsAStreamThatLacksEvents() throws Exception {
        int port = upstream.listen(new UpstreamScript.Burst(UpstreamAnswers.stream(EVENTS - 1)));

        LoadReport report = run(port, "connections=2 once=true events=" + (EVENTS + DONE));

        assertThat(report.completed()).isZero();
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.firstProblem()).isEqualTo("20 events instead of 21");
    }

    @Test
    void failsWhereNobodyListens() throws Exception {
        int port;
        try (Upstream gone = new Upstream()) {
            port = gone.listen(new UpstreamScript.Whole(UpstreamAnswers.whole()));
        }

        LoadReport report = run(port, "connections=2");

        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.firstProblem()).contains("refused");
    }

    private LoadReport run(int port, String words) throws Exception {
        LoadPlan plan = LoadPlan.parse("url=http://127.0.0.1:" + port + "/v1/chat/completions " + words);
        return Load.start(plan, loops.next()).get(30, TimeUnit.SECONDS);
    }
}
