package dev.gantry.benchmarks.micro;

import dev.gantry.benchmarks.UpstreamChunks;
import dev.gantry.protocol.sse.SseReader;
import dev.gantry.protocol.sse.SseSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Splitting a stream into events; time and bytes are per event.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SseReaderBenchmark {
    private static final int EVENTS = 100;
    private static final int CUT = 37;

    private final byte[] events =
            UpstreamChunks.event(UpstreamChunks.content(0)).repeat(EVENTS).getBytes(StandardCharsets.US_ASCII);
    private final SseReader reader = new SseReader(1 << 20);
    private final DataBytes seen = new DataBytes();

    /// All events in one read, as a fast upstream sends them.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long eventOfWholeRead() {
        reader.feed(events, 0, events.length, seen);
        return seen.bytes;
    }

    /// Events cut in several places each, so that all of their bytes must be kept.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long eventInPieces() {
        for (int from = 0; from < events.length; from += CUT) {
            reader.feed(events, from, Math.min(from + CUT, events.length), seen);
        }
        return seen.bytes;
    }

    private static final class DataBytes implements SseSink {
        private long bytes;

        @Override
        public void event(byte[] data, int from, int to, @Nullable String name) {
            bytes += to - from;
        }

        @Override
        public void comment() {}

        @Override
        public void tooLarge() {
            throw new IllegalStateException("the events are small");
        }
    }
}
