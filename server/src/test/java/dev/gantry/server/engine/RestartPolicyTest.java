package dev.gantry.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();
    private long nowNanos = 1_000;

    @Test
    void doublesTheDelayThenBreaks() {
        assertThat(end(Duration.ZERO)).isEqualTo(restart(250, 1));
        assertThat(end(Duration.ZERO)).isEqualTo(restart(500, 2));
        assertThat(end(Duration.ZERO)).isEqualTo(restart(1000, 3));
        assertThat(end(Duration.ZERO)).isEqualTo(restart(2000, 4));
        assertThat(end(Duration.ZERO)).isEqualTo(new RestartDecision.Break(Duration.ofSeconds(60)));
    }

    @Test
    void neverWaitsLongerThanThirtySeconds() {
        List<RestartDecision> decisions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nowNanos += Duration.ofSeconds(20).toNanos();
            decisions.add(end(Duration.ZERO));
        }
        assertThat(decisions.getLast()).isEqualTo(restart(30_000, 20));
    }

    @Test
    void staysBrokenUntilOneHasRunWell() {
        for (int i = 0; i < 5; i++) {
            end(Duration.ZERO);
        }
        nowNanos += Duration.ofMinutes(10).toNanos();
        assertThat(end(Duration.ofSeconds(59))).isInstanceOf(RestartDecision.Break.class);
        assertThat(end(Duration.ofSeconds(60))).isEqualTo(restart(250, 1));
    }

    @Test
    void forgetsEndsThatAreLongAgo() {
        for (int i = 0; i < 4; i++) {
            end(Duration.ZERO);
        }
        nowNanos += Duration.ofSeconds(61).toNanos();
        assertThat(end(Duration.ofSeconds(61))).isEqualTo(restart(250, 1));
    }

    private RestartDecision end(Duration served) {
        return policy.ended(served, nowNanos);
    }

    private static RestartDecision restart(long millis, int attempt) {
        return new RestartDecision.Restart(Duration.ofMillis(millis), attempt);
    }
}
