package dev.gantry.testing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as the fake of Anthropic sees it. Immutable.
///
/// @param newVersion whether it is sent to the version 2026-10-21
/// @param body the JSON object
record AnthropicTurn(boolean newVersion, Map<String, @Nullable Object> body) {

    String model() {
        return AnthropicJson.text(body, "model");
    }

    /// The model without its tag: what stands before the first `@`.
    String behaviour() {
        return model().split("@", 2)[0];
    }

    boolean streamed() {
        return Boolean.TRUE.equals(body.get("stream"));
    }

    List<Map<String, @Nullable Object>> messages() {
        return AnthropicJson.objects(body.get("messages"));
    }

    List<Map<String, @Nullable Object>> tools() {
        return AnthropicJson.objects(body.get("tools"));
    }

    String thinkingType() {
        return AnthropicJson.text(thinking(), "type");
    }

    boolean thinks() {
        return thinkingType().equals("enabled") || thinkingType().equals("adaptive");
    }

    BigDecimal thinkingBudget() {
        return AnthropicJson.number(thinking(), "budget_tokens").orElse(BigDecimal.ZERO);
    }

    String toolChoice() {
        return AnthropicJson.text(AnthropicJson.object(body.get("tool_choice")), "type");
    }

    boolean forcesTool() {
        return toolChoice().equals("any") || toolChoice().equals("tool");
    }

    /// The tool that is called where one is; empty where there is none.
    String toolToCall() {
        String named = AnthropicJson.text(AnthropicJson.object(body.get("tool_choice")), "name");
        return named.isEmpty() && !tools().isEmpty() ? AnthropicJson.text(tools().getFirst(), "name") : named;
    }

    List<Map<String, @Nullable Object>> lastBlocks() {
        return messages().isEmpty()
                ? List.of()
                : AnthropicJson.blocks(messages().getLast());
    }

    boolean hasToolResult() {
        return AnthropicJson.anyHas(lastBlocks(), "type", "tool_result");
    }

    private Map<String, @Nullable Object> thinking() {
        return AnthropicJson.object(body.get("thinking"));
    }
}
