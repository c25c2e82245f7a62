package dev.gantry.server.engine;

import java.util.function.Consumer;

/// Progress as plain lines, for logs and pipes: each tenth of a download is one line. Confined to one thread.
public final class PlainProgress implements Progress {
    private final Consumer<String> lines;
    private String current = "";
    private long reportedTenths;

    /// Writes to whatever takes lines.
    ///
    /// @param lines takes each line, without its end
    public PlainProgress(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void say(String line) {
        lines.accept(line);
    }

    @Override
    public void bytes(String what, long done, long total) {
        if (!what.equals(current)) {
            current = what;
            reportedTenths = 0;
        }
        long tenths = total <= 0 ? 0 : done * 10 / total;
        if (tenths > reportedTenths) {
            reportedTenths = tenths;
            lines.accept(what + ": " + tenths * 10 + "% of " + ByteSize.format(total));
        }
    }
}
