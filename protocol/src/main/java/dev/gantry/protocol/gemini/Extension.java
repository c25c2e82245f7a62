package dev.gantry.protocol.gemini;

/// Fields of other wires that Gemini has a place for.
final class Extension {
    static final String TOP_K = "top_k";
    static final String SAFETY_SETTINGS = "safety_settings";

    private Extension() {}

    static boolean isKnown(String field) {
        return field.equals(TOP_K) || field.equals(SAFETY_SETTINGS);
    }
}
