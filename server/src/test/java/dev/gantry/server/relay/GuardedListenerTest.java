package dev.gantry.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.upstream.TransportFailure;
import dev.gantry.server.upstream.UpstreamHead;
import dev.gantry.server.upstream.UpstreamListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedListenerTest {
    @Test
    void tellsEachBugAndThrowsNone() {
        List<String> bugs = new ArrayList<>();
        UpstreamListener guarded =
                new GuardedListener(new Failing(), bug -> bugs.add(String.valueOf(bug.getMessage())));

        guarded.head(new UpstreamHead(200, "", null, null));
        guarded.body(new byte[3], 0, 3);
        guarded.end();
        guarded.failed(new TransportFailure.Interrupted("gone"));

        assertThat(bugs).containsExactly("head 200", "body 3", "end", "failed gone");
    }

    private static final class Failing implements UpstreamListener {
        @Override
        public void head(UpstreamHead head) {
            throw new IllegalStateException("head " + head.status());
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            throw new IllegalStateException("body " + to);
        }

        @Override
        public void end() {
            throw new IllegalStateException("end");
        }

        @Override
        public void failed(TransportFailure failure) {
            throw new IllegalStateException("failed " + failure.detail());
        }
    }
}
