package dev.gantry.protocol.gemini;

/// Ids for calls to which Gemini gave none: unique within their answer, the same whenever the answer is read, and
/// told from Gemini's own, so that they are never sent to it.
final class InventedCallId {
    private static final String PREFIX = "gemini-call-";

    private InventedCallId() {}

    static String of(int choice, int index) {
        return PREFIX + choice + "-" + index;
    }

    static boolean is(String callId) {
        return callId.startsWith(PREFIX);
    }
}
