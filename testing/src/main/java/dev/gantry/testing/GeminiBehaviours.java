package dev.gantry.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the fake of Gemini answers. A model is called by its family and its behaviour: `gemini-3-tools`,
/// `gemini-2.5-plain`; those of the family `gemini-3` demand signatures.
///
/// | behaviour | answer |
/// |---|---|
/// | `plain` | a greeting |
/// | `echo` | the roles of the contents and the last text |
/// | `thinking` | thoughts, then a greeting, then a signature on an empty part |
/// | `tools` | one signed call of `get_weather`; after its result, that result |
/// | `parallel` | two calls of `get_weather`, the first one signed; after their results, those |
/// | `sequential` | two calls one after the other, each signed; after the second result, both steps |
/// | `max-tokens` | thoughts only, finished by `MAX_TOKENS`, the last response without content |
/// | `safety` | a word, finished by `SAFETY` |
/// | `malformed-call` | finished by `MALFORMED_FUNCTION_CALL` without content |
/// | `blocked` | a prompt that was blocked: no candidates |
/// | `error-frame` | a word, then an error object as an event; not streamed: as `error-503` |
/// | `error-in-200` | status 200 whose only content is an error object |
/// | `error-array` | status 503 with the error object in an array |
/// | `error-STATUS` | this status with an error object, for 429 with a `retryDelay` |
/// | `no-finish` | two words and a clean end, but no finish reason |
/// | `cut-after-2` | two words, then FIN without the end of the body |
/// | `html-200` | status 200 with an HTML page |
final class GeminiBehaviours {
    static final String GREETING = "Hello from the scripted Gemini. \uD83D\uDE80";
    static final String THOUGHT = "The user greets me.";

    private static final Pattern ERROR = Pattern.compile("error-(\\d{3})");
    private static final String OVERLOADED =
            GeminiReply.error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    private static final String PARIS = "{\"city\":\"Paris\"}";

    private final GeminiTurn turn;
    private final GeminiReply reply;

    private GeminiBehaviours(GeminiTurn turn) {
        this.turn = turn;
        this.reply = GeminiReply.of(turn.model());
    }

    static Script of(GeminiTurn turn) {
        return new GeminiBehaviours(turn).script();
    }

    private Script script() {
        return switch (turn.behaviour()) {
            case "plain" -> says(GREETING);
            case "echo" -> says(roles() + ": " + turn.lastText());
            case "thinking" ->
                answers(List.of(
                        GeminiReply.thought("The user "),
                        GeminiReply.thought("greets me."),
                        GeminiReply.text(GREETING),
                        GeminiReply.signedEnd()));
            case "tools" -> calls(1, List.of(GeminiReply.signedCall("fc-1", "get_weather", PARIS)));
            case "parallel" ->
                calls(
                        1,
                        List.of(
                                GeminiReply.signedCall("fc-1", "get_weather", PARIS),
                                GeminiReply.call("fc-2", "get_weather", "{\"city\":\"Rome\"}")));
            case "sequential" ->
                calls(2, List.of(GeminiReply.signedCall("fc-" + (turn.callSteps() + 1), "get_weather", PARIS)));
            case "max-tokens" -> answers(List.of(GeminiReply.thought(THOUGHT)), "MAX_TOKENS");
            case "safety" -> answers(List.of(GeminiReply.text("I ")), "SAFETY");
            case "malformed-call" -> answers(List.of(GeminiReply.text("")), "MALFORMED_FUNCTION_CALL");
            case "blocked" -> sends(List.of(reply.blocked("PROHIBITED_CONTENT")), reply.blocked("PROHIBITED_CONTENT"));
            default -> misbehaves();
        };
    }

    private Script misbehaves() {
        return switch (turn.behaviour()) {
            case "error-frame" ->
                turn.streamed() ? events(List.of(words().getFirst(), OVERLOADED)) : Script.json(503, OVERLOADED);
            case "error-in-200" -> turn.streamed() ? events(List.of(OVERLOADED)) : Script.json(OVERLOADED);
            case "error-array" -> Script.json(503, "[" + OVERLOADED + "]");
            case "no-finish" -> turn.streamed() ? events(words()) : Script.json(words().getFirst());
            case "cut-after-2" ->
                turn.streamed()
                        ? events(words()).cut()
                        : Script.half("application/json", words().getFirst()).cut();
            case "html-200" -> Script.whole(200, "text/html", "<html><body>Bad gateway</body></html>");
            default -> fails();
        };
    }

    private Script fails() {
        Matcher error = ERROR.matcher(turn.behaviour());
        if (!error.matches()) {
            throw GeminiRefusal.notFound("models/" + turn.model() + " is not found for API version v1beta.");
        }
        int status = Integer.parseInt(error.group(1));
        String details = "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34s\"}]";
        return status == 429
                ? Script.json(429, GeminiReply.error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", details))
                : Script.json(status, GeminiReply.error(status, "INTERNAL", "The script answers " + status));
    }

    /// Calls in each of the first steps of a turn, then tells what the last results were.
    private Script calls(int steps, List<String> calls) {
        if (turn.callSteps() < steps) {
            return answers(calls);
        }
        List<String> outputs = new ArrayList<>();
        for (Map<String, @Nullable Object> result : turn.results()) {
            outputs.add(GeminiJson.text(result, "name") + "="
                    + GeminiJson.object(result.get("response")).values());
        }
        return says(String.join(", ", outputs));
    }

    private Script says(String text) {
        int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        return answers(List.of(GeminiReply.text(text.substring(0, middle)), GeminiReply.text(text.substring(middle))));
    }

    private Script answers(List<String> parts) {
        return answers(parts, "STOP");
    }

    private Script answers(List<String> parts, String finishReason) {
        return sends(reply.events(parts, finishReason), reply.whole(parts, finishReason));
    }

    private Script sends(List<String> events, String whole) {
        return turn.streamed() ? events(events) : Script.json(whole);
    }

    private Script events(List<String> events) {
        if (!turn.sse()) {
            return Script.json("[" + String.join(",\r\n", events) + "]");
        }
        Script script = Script.sse();
        for (String event : events) {
            script = script.raw("data: " + event + "\r\n\r\n");
        }
        return script;
    }

    private List<String> words() {
        return reply.events(List.of(GeminiReply.text("Hello "), GeminiReply.text("from ")), "");
    }

    private String roles() {
        List<String> roles = new ArrayList<>();
        for (Map<String, @Nullable Object> content : turn.contents()) {
            roles.add(GeminiJson.text(content, "role"));
        }
        return String.join(",", roles);
    }
}
