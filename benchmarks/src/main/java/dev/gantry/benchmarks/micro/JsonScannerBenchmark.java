package dev.gantry.benchmarks.micro;

import dev.gantry.benchmarks.ChatBodies;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
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

/// Every token of a request body, and nothing done with it: the floor for all that reads a body.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonScannerBenchmark {
    @Param({"1024", "200000"})
    int bodyBytes;

    private byte[] body = {};

    @Setup
    public void prepare() {
        body = ChatBodies.ofSize("bench/whole", true, bodyBytes);
    }

    @Benchmark
    public int scan() {
        JsonScanner scanner = new JsonScanner(body);
        int tokens = 0;
        while (scanner.next() != JsonToken.END) {
            tokens++;
        }
        return tokens;
    }
}
