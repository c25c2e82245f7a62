package dev.gantry.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request as the fake of Gemini sees it. Immutable.
///
/// @param model as the path names it
/// @param streamed whether a stream was asked for
/// @param sse whether as events; without, a stream is a JSON array
/// @param key what came as `x-goog-api-key`; empty for none
record GeminiTurn(String model, boolean streamed, boolean sse, String key, Map<String, @Nullable Object> body) {
    private static final Pattern PATH =
            Pattern.compile("/v1(?:beta)?/models/([A-Za-z0-9._-]+):(generateContent|streamGenerateContent)");
    private static final Pattern MODEL = Pattern.compile("gemini-[23](?:\\.[0-9])?-");

    /// @throws GeminiRefusal where this is no such request
    static GeminiTurn of(RecordedRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("POST")) {
            throw GeminiRefusal.notFound("Not Found");
        }
        try {
            return new GeminiTurn(
                    path.group(1),
                    path.group(2).equals("streamGenerateContent"),
                    List.of(request.query().split("&", -1)).contains("alt=sse"),
                    request.header("x-goog-api-key").orElse(""),
                    request.json());
        } catch (IllegalArgumentException notJson) {
            throw GeminiRefusal.invalid("Invalid JSON payload received.");
        }
    }

    /// The model without its family: `gemini-3-tools` behaves as `tools`.
    String behaviour() {
        return MODEL.matcher(model).replaceFirst("");
    }

    /// Whether the model demands signatures.
    boolean isGeneration3() {
        return model.startsWith("gemini-3");
    }

    List<Map<String, @Nullable Object>> contents() {
        return GeminiJson.objects(body.get("contents"));
    }

    Map<String, @Nullable Object> generationConfig() {
        return GeminiJson.object(body.get("generationConfig"));
    }

    Map<String, @Nullable Object> thinkingConfig() {
        return GeminiJson.object(generationConfig().get("thinkingConfig"));
    }

    /// The contents since the user last spoke, in which signatures count.
    List<Map<String, @Nullable Object>> currentTurn() {
        List<Map<String, @Nullable Object>> contents = contents();
        int start = 0;
        for (int i = 0; i < contents.size(); i++) {
            boolean speaks = parts(contents.get(i)).stream().anyMatch(part -> part.containsKey("text"));
            if (speaks && GeminiJson.text(contents.get(i), "role").equals("user")) {
                start = i;
            }
        }
        return contents.subList(start, contents.size());
    }

    /// How often the model called functions in the current turn.
    int callSteps() {
        int steps = 0;
        for (Map<String, @Nullable Object> content : currentTurn()) {
            steps += members(content, "functionCall").isEmpty() ? 0 : 1;
        }
        return steps;
    }

    /// The results that the last content brings.
    List<Map<String, @Nullable Object>> results() {
        return contents().isEmpty() ? List.of() : members(contents().getLast(), "functionResponse");
    }

    String lastText() {
        StringBuilder text = new StringBuilder();
        if (!contents().isEmpty()) {
            for (Map<String, @Nullable Object> part : parts(contents().getLast())) {
                text.append(GeminiJson.text(part, "text"));
            }
        }
        return text.toString();
    }

    static List<Map<String, @Nullable Object>> parts(Map<String, @Nullable Object> content) {
        return GeminiJson.objects(content.get("parts"));
    }

    /// The objects that the parts of a content have under this name.
    static List<Map<String, @Nullable Object>> members(Map<String, @Nullable Object> content, String name) {
        List<Map<String, @Nullable Object>> members = new ArrayList<>();
        for (Map<String, @Nullable Object> part : parts(content)) {
            if (part.containsKey(name)) {
                members.add(GeminiJson.object(part.get(name)));
            }
        }
        return members;
    }
}
