package dev.gantry.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The behaviours of the standalone fake, chosen by the request's model. Immutable.
///
/// Every behaviour answers streamed and not, as the request asks. A model may carry a tag after `@`, which changes
/// nothing but lets requests be counted apart: `error-503@node`.
///
/// | model | answer |
/// |---|---|
/// | `plain` | {@value #GREETING} |
/// | `echo` | the roles of the conversation and its last text: `system,user: Hi` |
/// | `unicode` | {@link #UNICODE}: line separators, an emoji, a combining accent |
/// | `reasoning` | `reasoning_content` {@value #THOUGHT}, then {@value #GREETING} |
/// | `think-tags` | the same with the thought in `<think>` tags in `content` |
/// | `tools` | a call of `get_weather` for Paris; once a tool has answered, that answer |
/// | `cut-after-3`, `reset-after-3` | three chunks (or half a body), then FIN without the end, or RST |
/// | `no-finish` | three chunks and a clean end, but no `finish_reason` and no `[DONE]` |
/// | `no-done` | complete, without `[DONE]` |
/// | `error-frame` | three chunks, an error object as an event, a clean end; not streamed: as `error-500` |
/// | `error-in-200` | status 200 whose only content is an error object |
/// | `html-200` | status 200 with an HTML page |
/// | `error-STATUS` | this status with an error object, for 429 with `Retry-After: 1` |
/// | `slow-SECONDS` | `plain` after a silence of that length, before the head |
/// | `gap-SECONDS` | `plain` with a silence of that length in the middle of the content |
/// | `fail-after-SECONDS` | a silence of that length, then status 400, which nobody retries |
final class ScriptedBehaviours {
    static final String GREETING = "Hello from the scripted upstream.";
    static final String THOUGHT = "The user greets me.";
    static final String UNICODE = "one\u2028two\u2029three\u0085four \uD83D\uDE80 e\u0301";

    private static final Pattern WITH_NUMBER = Pattern.compile("(error|slow|gap|fail-after)-(\\d{1,3})");
    private static final BigDecimal MAX_TEMPERATURE = BigDecimal.TWO;
    private static final String FAILURE = ChatJson.error("server_error", "scripted", "The script fails here.");

    private final ScriptedTurn turn;
    private final ChatJson chat;

    private ScriptedBehaviours(ScriptedTurn turn) {
        this.turn = turn;
        this.chat = ChatJson.of(turn.model());
    }

    /// The script for this turn: 400 where a parameter is out of range, 404 where no behaviour has this name.
    static Script of(ScriptedTurn turn) {
        if (turn.temperature().compareTo(MAX_TEMPERATURE) > 0
                || turn.maxTokens().signum() < 0) {
            return Script.error(400, "invalid_request_error", "invalid_value", "A parameter is out of range.");
        }
        return new ScriptedBehaviours(turn).script();
    }

    private Script script() {
        return switch (turn.behaviour()) {
            case "plain" -> says(GREETING);
            case "echo" -> says(String.join(",", turn.roles()) + ": " + turn.lastText());
            case "unicode" -> says(UNICODE);
            case "reasoning" -> thinks();
            case "think-tags" -> says("<think>" + THOUGHT + "</think>" + GREETING);
            case "tools" -> callsATool();
            case "cut-after-3" -> broken().cut();
            case "reset-after-3" -> broken().pause(Duration.ofMillis(100)).reset();
            case "no-finish" -> turn.streamed() ? threeChunks() : Script.json("{}");
            case "no-done" -> turn.streamed() ? threeChunks().data(ending()) : says(GREETING);
            case "error-frame" -> turn.streamed() ? threeChunks().data(FAILURE) : Script.json(500, FAILURE);
            case "error-in-200" -> turn.streamed() ? Script.sse().data(FAILURE) : Script.json(FAILURE);
            case "html-200" -> Script.whole(200, "text/html", "<html><body>Bad gateway</body></html>");
            default -> withNumber();
        };
    }

    private Script withNumber() {
        Matcher name = WITH_NUMBER.matcher(turn.behaviour());
        if (!name.matches()) {
            return Script.error(404, "invalid_request_error", "model_not_found", "No script is called so.");
        }
        int number = Integer.parseInt(name.group(2));
        return switch (name.group(1)) {
            case "error" -> fails(number);
            case "slow" -> Script.pauseFirst(Duration.ofSeconds(number), says(GREETING));
            case "gap" -> saysWithGap(Duration.ofSeconds(number));
            default -> Script.pauseFirst(Duration.ofSeconds(number), Script.json(400, FAILURE));
        };
    }

    private Script fails(int status) {
        Script failure = Script.error(status, "server_error", "scripted_" + status, "The script answers " + status);
        return status == 429 ? failure.header("Retry-After", "1") : failure;
    }

    private Script says(String text) {
        if (!turn.streamed()) {
            return Script.json(chat.completion(text));
        }
        return Script.sse()
                .data(chat.role())
                .data(contents(text))
                .data(ending())
                .done();
    }

    private Script saysWithGap(Duration gap) {
        if (!turn.streamed()) {
            return Script.pauseFirst(gap, says(GREETING));
        }
        return threeChunks().pause(gap).data(ending()).done();
    }

    private Script thinks() {
        if (!turn.streamed()) {
            String message = "{\"role\":\"assistant\",\"content\":%s,\"reasoning_content\":%s}"
                    .formatted(ChatJson.quote(GREETING), ChatJson.quote(THOUGHT));
            return Script.json(chat.completion(message, "stop", 5, 7));
        }
        return Script.sse()
                .data(chat.role(), chat.reasoning("The user "), chat.reasoning("greets me."))
                .data(contents(GREETING))
                .data(ending())
                .done();
    }

    private Script callsATool() {
        if (turn.roles().contains("tool")) {
            return says(turn.lastText());
        }
        String callId = "call_scripted_1";
        if (!turn.streamed()) {
            return Script.json(chat.toolCompletion(callId, "get_weather", "{\"city\":\"Paris\"}"));
        }
        return Script.sse()
                .data(chat.role(), chat.toolCall(0, callId, "get_weather", ""))
                .data(chat.toolArguments(0, "{\"city\":"), chat.toolArguments(0, "\"Paris\"}"))
                .data(ending("tool_calls"))
                .done();
    }

    private Script broken() {
        return turn.streamed() ? threeChunks() : Script.half("application/json", chat.completion(GREETING));
    }

    private Script threeChunks() {
        return Script.sse().data(chat.role(), chat.content("Hello "), chat.content("from "));
    }

    private String[] ending() {
        return ending("stop");
    }

    private String[] ending(String reason) {
        return turn.wantsUsage()
                ? new String[] {chat.finish(reason), chat.usage(5, 7)}
                : new String[] {chat.finish(reason)};
    }

    /// One chunk for every few characters, never between the halves of a surrogate pair.
    private String[] contents(String text) {
        int[] characters = text.codePoints().toArray();
        List<String> chunks = new ArrayList<>();
        for (int from = 0; from < characters.length; from += 8) {
            chunks.add(chat.content(new String(characters, from, Math.min(8, characters.length - from))));
        }
        return chunks.toArray(String[]::new);
    }
}
