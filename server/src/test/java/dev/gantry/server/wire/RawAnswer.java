package dev.gantry.server.wire;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP answer as it arrived, chunked coding removed. Immutable.
///
/// @param headers the fields as they came, `Name: value`
/// @param end how the body ended
record RawAnswer(String version, int status, List<String> headers, String body, End end) {
    private static final JsonMapper JSON = new JsonMapper();

    enum End {
        /// As its length or its last chunk promised.
        COMPLETE,
        /// By FIN: the regular end where neither length nor chunks were promised, a cut elsewhere.
        CLOSED,
        /// By RST.
        RESET
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).strip())
                .findFirst();
    }

    String requestId() {
        return header("x-request-id").orElseThrow(() -> new AssertionError("no x-request-id in " + this));
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    /// The member of the error object; null when it is JSON null.
    String error(String member) {
        return json().path("error").path(member).asString();
    }

    /// The JSON of every `data:` line but `[DONE]`.
    List<JsonNode> events() {
        return data().stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(JSON::readTree)
                .toList();
    }

    /// What stands behind every `data: `.
    List<String> data() {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    boolean isDone() {
        return body.endsWith("data: [DONE]\n\n");
    }

    /// The content of all deltas of the first choice put together.
    String content() {
        StringBuilder content = new StringBuilder();
        for (JsonNode event : events()) {
            content.append(
                    event.path("choices").path(0).path("delta").path("content").asString(""));
        }
        return content.toString();
    }
}
