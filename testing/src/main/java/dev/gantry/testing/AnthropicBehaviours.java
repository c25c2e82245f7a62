package dev.gantry.testing;

import dev.gantry.testing.AnthropicReply.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the fake of Anthropic answers to a request that it takes. Whether it thinks and which tool it calls is what the
/// request asks for; the rest is chosen by the model. Every behaviour answers streamed and not.
///
/// | model | answer |
/// |---|---|
/// | `plain`, `no-sampling` | {@value #GREETING}; the latter refuses sampling parameters |
/// | `tools` | a call of the first tool; once a tool has answered, {@value #GREETING} |
/// | `redacted` | as `plain`, with a redacted block where it thinks |
/// | `refusal`, `max-tokens` | ends so |
/// | `error-STATUS` | this status with the API's error object, for 429 with `retry-after: 1` |
/// | `error-frame` | three events, an error event, a clean end; not streamed: 529 |
/// | `cut-after-3`, `reset-after-3` | three events (or half a body), then FIN without the end, or RST |
/// | `no-stop` | everything but `message_stop` |
/// | `html-200` | status 200 with an HTML page |
///
/// A model may carry a tag after `@`, which changes nothing.
final class AnthropicBehaviours {
    static final String GREETING = "Hello from the scripted Claude. \uD83D\uDE80";
    static final String THOUGHT = "The user greets me.";
    static final String CALL_ID = "toolu_scripted_1";
    static final String INPUT = "{\"city\": \"Paris\"}";

    private static final Pattern ERROR = Pattern.compile("error-(\\d{3})");

    private final AnthropicTurn turn;

    private AnthropicBehaviours(AnthropicTurn turn) {
        this.turn = turn;
    }

    static Script of(AnthropicTurn turn) {
        return new AnthropicBehaviours(turn).script();
    }

    private Script script() {
        return switch (turn.behaviour()) {
            case "plain", "no-sampling", "redacted", "tools" ->
                reply("end_turn").script(turn.streamed());
            case "refusal" -> new AnthropicReply(turn.model(), List.of(), "refusal", 1, 0).script(turn.streamed());
            case "max-tokens" -> reply("max_tokens").script(turn.streamed());
            case "error-frame" -> turn.streamed() ? firstThree().raw(errorFrame()) : fails(529);
            case "cut-after-3" -> broken().cut();
            case "reset-after-3" -> broken().reset();
            case "no-stop" -> turn.streamed() ? allButTheLast() : Script.json("{}");
            case "html-200" -> Script.whole(200, "text/html", "<html><body>Bad gateway</body></html>");
            default -> byStatus();
        };
    }

    private Script byStatus() {
        Matcher name = ERROR.matcher(turn.behaviour());
        if (!name.matches()) {
            throw AnthropicRefusal.notFound("model: " + turn.model());
        }
        return fails(Integer.parseInt(name.group(1)));
    }

    private static Script fails(int status) {
        return AnthropicReply.error(status, type(status), "The script answers " + status);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private AnthropicReply reply(String stopReason) {
        List<Block> blocks = new ArrayList<>();
        if (turn.thinks()) {
            blocks.add(new Block.Thinking(THOUGHT, AnthropicMessageRules.signature(THOUGHT)));
            if (turn.behaviour().equals("redacted")) {
                blocks.add(new Block.Redacted("cmVkYWN0ZWQ="));
            }
        }
        boolean calls = !turn.tools().isEmpty()
                && !turn.hasToolResult()
                && !turn.toolChoice().equals("none")
                && (turn.forcesTool() || turn.behaviour().equals("tools"));
        blocks.add(calls ? new Block.ToolUse(CALL_ID, turn.toolToCall(), INPUT) : new Block.Text(GREETING));
        return new AnthropicReply(turn.model(), blocks, calls ? "tool_use" : stopReason, 12, turn.thinks() ? 5 : 0);
    }

    private Script broken() {
        return turn.streamed()
                ? firstThree()
                : Script.half("application/json", reply("end_turn").json());
    }

    private Script firstThree() {
        return frames(reply("end_turn").frames().subList(0, 4));
    }

    private Script allButTheLast() {
        List<String> frames = reply("end_turn").frames();
        return frames(frames.subList(0, frames.size() - 1));
    }

    private static Script frames(List<String> frames) {
        Script script = Script.sse().header("request-id", "req_scripted");
        for (String frame : frames) {
            script = script.raw(frame);
        }
        return script;
    }

    private static String errorFrame() {
        return "event: error\ndata: " + AnthropicReply.errorJson("overloaded_error", "Overloaded") + "\n\n";
    }
}
