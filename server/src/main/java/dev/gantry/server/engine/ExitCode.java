package dev.gantry.server.engine;

/// What an exit code says about how a program ended.
final class ExitCode {
    private static final int SIGNAL_BASE = 128;

    private ExitCode() {}

    static String describe(int exitCode) {
        return switch (exitCode - SIGNAL_BASE) {
            case 4 -> "it was killed by SIGILL: it was built for another kind of processor";
            case 6 -> "it aborted (SIGABRT)";
            case 7, 10 -> "it crashed (SIGBUS)";
            case 9 -> "it was killed (SIGKILL), perhaps for lack of memory";
            case 11 -> "it crashed (SIGSEGV)";
            case 15 -> "it was ended (SIGTERM)";
            default -> "it ended with exit code " + exitCode;
        };
    }
}
