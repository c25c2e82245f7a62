package dev.gantry.server.config;

/// What somebody wrote, as a message shows it: in quotes, and cut where it is long.
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "'";
    }
}
