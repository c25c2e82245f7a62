package dev.gantry.protocol.gemini;

import java.util.regex.Pattern;

/// Where a request goes, below the version path of the base address. The one place where a model's name becomes part
/// of a path.
public final class GeminiPath {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private GeminiPath() {}

    /// `/models/{model}:generateContent`, or `/models/{model}:streamGenerateContent?alt=sse`: without `alt=sse` the
    /// stream would be a JSON array.
    ///
    /// @param model as Gemini names it, with or without `models/` before it
    /// @throws IllegalArgumentException where the name is no plain path segment
    public static String of(String model, boolean stream) {
        String name = model.startsWith("models/") ? model.substring("models/".length()) : model;
        if (!SEGMENT.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a Gemini model: " + model);
        }
        return "/models/" + name + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }
}
