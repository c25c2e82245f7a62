package dev.gantry.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The load client as a program: reads one {@link LoadPlan} a line from its standard input, runs it, answers
/// with one {@link LoadReport} line, and ends when the input does.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel handler, or logs
public final class LoadMain {
    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        EventLoopGroup loops = EventLoops.single();
        BufferedReader plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = plans.readLine(); line != null; line = plans.readLine()) {
            System.out.println(
                    Load.start(LoadPlan.parse(line), loops.next()).join().toLine());
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
