package dev.gantry.server.cli;

import java.io.PrintWriter;

/// Writes an answer as it comes, reasoning dimmed where the output is a terminal. What a model says is data: control
/// characters other than tabs and line ends are not passed to the terminal.
final class Terminal {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean interactive;
    private boolean dimmed;
    private boolean inAnswer;

    Terminal(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /// Whether a person sits at both ends: neither input nor output is a file or a pipe.
    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, also on JDK 25
    static boolean isInteractive() {
        return System.console() != null && System.console().isTerminal();
    }

    void prompt() {
        if (interactive) {
            out.print("> ");
            out.flush();
        }
    }

    void reasoning(String text) {
        dim(true);
        print(text);
    }

    void content(String text) {
        if (dimmed) {
            out.println();
        }
        dim(false);
        print(text);
    }

    /// Ends the line of an answer, if one has begun.
    void endOfAnswer() {
        dim(false);
        if (inAnswer) {
            out.println();
            inAnswer = false;
        }
        out.flush();
    }

    private void dim(boolean on) {
        if (interactive && on != dimmed) {
            out.print(on ? DIM : PLAIN);
        }
        dimmed = on;
    }

    private void print(String text) {
        inAnswer = true;
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(c -> out.print(Character.toString(c)));
        out.flush();
    }
}
