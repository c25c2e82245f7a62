package dev.gantry.benchmarks.micro;

import dev.gantry.benchmarks.UpstreamChunks;
import dev.gantry.protocol.openai.ChatStreamRelay;
import dev.gantry.protocol.openai.StreamState;
import dev.gantry.protocol.openai.StreamTerms;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The answer side of the pass-through lane, whose only change is the model's name; time and bytes are per
/// chunk, in the middle of a stream.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChatStreamRelayBenchmark {
    private static final int BURST = 100;
    private static final byte[] ONE = events(UpstreamChunks.content(0));
    private static final byte[] MANY =
            UpstreamChunks.event(UpstreamChunks.content(0)).repeat(BURST).getBytes(StandardCharsets.US_ASCII);

    private ChatStreamRelay plain = relay(false, "Hello");
    private ChatStreamRelay thinking = relay(true, "<think>");
    private ChatStreamRelay answering = relay(true, "<think>so</think>Hello");

    @Setup
    public void prepare() {
        plain = relay(false, "Hello");
        thinking = relay(true, "<think>");
        answering = relay(true, "<think>so</think>Hello");
    }

    @TearDown
    public void checkThatNothingFailed() {
        for (ChatStreamRelay relay : new ChatStreamRelay[] {plain, thinking, answering}) {
            if (relay.state() != StreamState.OPEN) {
                throw new IllegalStateException("a stream failed: " + relay.problem());
            }
        }
    }

    @Benchmark
    public byte[] chunkAlone() {
        plain.feed(ONE, 0, ONE.length);
        return plain.drain();
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public byte[] chunkOfBurst() {
        plain.feed(MANY, 0, MANY.length);
        return plain.drain();
    }

    /// Inside `<think>`: content that leaves as reasoning.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public byte[] chunkOfThinking() {
        thinking.feed(MANY, 0, MANY.length);
        return thinking.drain();
    }

    /// Behind `</think>`: what the splitter costs once it has nothing left to look for.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public byte[] chunkBehindThinking() {
        answering.feed(MANY, 0, MANY.length);
        return answering.drain();
    }

    private static ChatStreamRelay relay(boolean splitThinkTags, String beginning) {
        ChatStreamRelay relay = new ChatStreamRelay(new StreamTerms(
                "bench/burst", true, 1, false, splitThinkTags, "chatcmpl-bench", 1_764_000_000, 1 << 20));
        byte[] begun = events(UpstreamChunks.role(), UpstreamChunks.content(beginning));
        relay.feed(begun, 0, begun.length);
        relay.drain();
        return relay;
    }

    private static byte[] events(String... data) {
        StringBuilder events = new StringBuilder();
        for (String one : data) {
            events.append(UpstreamChunks.event(one));
        }
        return events.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
