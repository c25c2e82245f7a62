package dev.gantry.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/// The upstream as a program. Its arguments are a certificate and its key, as PEM files.
///
/// It prints one line `whole=PORT burst=PORT …` and serves until its standard input ends. The port `tls`
/// answers as `whole` does, over TLS.
public final class UpstreamMain {
    /// Data events of a burst and of a paced stream, `[DONE]` not counted.
    private static final int EVENTS = 100;

    /// Data events of a stream that is held open.
    private static final int HELD_EVENTS = 50;

    private static final Duration PACE = Duration.ofMillis(10);
    private static final Duration HELD_PACE = Duration.ofMillis(200);

    private UpstreamMain() {}

    public static void main(String[] args) throws IOException {
        SslContext tls = SslContextBuilder.forServer(new File(args[0]), new File(args[1]))
                .build();
        UpstreamScript whole = new UpstreamScript.Whole(UpstreamAnswers.whole());
        List<ByteBuf> stream = UpstreamAnswers.stream(EVENTS);
        List<ByteBuf> held = UpstreamAnswers.stream(HELD_EVENTS);
        try (Upstream upstream = new Upstream()) {
            System.out.println("whole=" + upstream.listen(whole)
                    + " burst=" + upstream.listen(new UpstreamScript.Burst(stream))
                    + " paced=" + upstream.listen(new UpstreamScript.Paced(stream, PACE))
                    + " held=" + upstream.listen(new UpstreamScript.Paced(held, HELD_PACE))
                    + " tls=" + upstream.listen(whole, tls));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
