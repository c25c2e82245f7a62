package dev.gantry.server.engine;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Progress as a bar that is redrawn in place, at most ten times a second. Confined to one thread.
public final class TerminalProgress implements Progress {
    private static final int BAR_CELLS = 30;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintStream terminal;
    private final LongSupplier nanoTime;
    private boolean barOpen;
    private long drawnAtNanos;

    public TerminalProgress(PrintStream terminal) {
        this(terminal, System::nanoTime);
    }

    TerminalProgress(PrintStream terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void say(String line) {
        closeBar();
        terminal.println(line);
    }

    @Override
    public void bytes(String what, long done, long total) {
        boolean complete = done >= total;
        if (total <= 0 || (complete ? !barOpen : !due())) {
            return;
        }
        barOpen = true;
        drawnAtNanos = nanoTime.getAsLong();
        terminal.print("\r" + bar(what, done, total) + "\u001b[K");
        terminal.flush();
        if (complete) {
            closeBar();
        }
    }

    private boolean due() {
        return !barOpen || nanoTime.getAsLong() - drawnAtNanos >= REDRAW_NANOS;
    }

    private static String bar(String what, long done, long total) {
        int filled = (int) (done * BAR_CELLS / total);
        return "  [" + "#".repeat(filled) + ".".repeat(BAR_CELLS - filled) + "] " + done * 100 / total + "%  "
                + ByteSize.format(done) + " of " + ByteSize.format(total) + "  " + what;
    }

    private void closeBar() {
        if (barOpen) {
            terminal.println();
            barOpen = false;
        }
    }
}
