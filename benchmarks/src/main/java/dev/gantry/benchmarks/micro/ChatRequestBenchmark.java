package dev.gantry.benchmarks.micro;

import dev.gantry.benchmarks.ChatBodies;
import dev.gantry.benchmarks.UpstreamChunks;
import dev.gantry.protocol.openai.ChatRequestEncoder;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.RequestLimits;
import dev.gantry.protocol.openai.RequestTarget;
import dev.gantry.protocol.openai.SamplingSupport;
import dev.gantry.protocol.openai.TokenCapField;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The request side of the pass-through lane: reading a body, and writing it anew for an upstream that calls
/// the model otherwise.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChatRequestBenchmark {
    private static final RequestTarget TARGET = new RequestTarget(
            UpstreamChunks.MODEL, TokenCapField.MAX_TOKENS, 4_096, 0, SamplingSupport.FULL, true, true, true, Set.of());

    @Param({"1024", "200000"})
    int bodyBytes;

    private final ChatRequestEncoder encoder = new ChatRequestEncoder();
    private byte[] body = {};
    private ChatRequestView view = ChatRequestView.parse(ChatBodies.ofSize("none", true, 256), RequestLimits.DEFAULT);

    @Setup
    public void prepare() {
        body = ChatBodies.ofSize("bench/whole", true, bodyBytes);
        view = parse();
    }

    @Benchmark
    public ChatRequestView parse() {
        return ChatRequestView.parse(body, RequestLimits.DEFAULT);
    }

    @Benchmark
    public EncodedRequest encode() {
        return encoder.encode(view, TARGET);
    }
}
