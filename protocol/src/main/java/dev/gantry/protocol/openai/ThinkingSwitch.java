package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a request turns thinking on, in any of the ways that hosts of OpenAI's dialect know: OpenAI's
/// {@code reasoning_effort}, OpenRouter's {@code reasoning}, the {@code thinking} of DeepSeek and Z.ai, Qwen's
/// {@code enable_thinking}, the {@code chat_template_kwargs} of vLLM and SGLang.
///
/// In doubt thinking counts as on: that only keeps the gateway from adding sampling defaults.
final class ThinkingSwitch {
    private static final Set<String> OFF = Set.of("none", "off", "disabled", "false");

    private ThinkingSwitch() {}

    static boolean isOn(byte[] body, RequestFields fields) {
        return isOn(body, fields.find(RequestField.REASONING_EFFORT))
                || isOn(body, fields.findUndocumented("reasoning"))
                || isOn(body, fields.findUndocumented("thinking"))
                || isOn(body, fields.findUndocumented("enable_thinking"))
                || templateTurnsOn(body, fields.findUndocumented("chat_template_kwargs"));
    }

    private static boolean isOn(byte[] body, @Nullable RequestMember member) {
        return member != null && isOn(member.value(body));
    }

    private static boolean isOn(JsonScanner value) {
        return switch (value.current()) {
            case TRUE, ARRAY_START -> true;
            case STRING -> !OFF.contains(value.text());
            case NUMBER -> value.doubleValue() != 0;
            case OBJECT_START -> objectTurnsOn(value);
            default -> false;
        };
    }

    /// An object turns thinking on unless one of its members says otherwise.
    private static boolean objectTurnsOn(JsonScanner object) {
        boolean on = true;
        while (object.next() == JsonToken.NAME) {
            boolean decides = object.textEquals("type")
                    || object.textEquals("enabled")
                    || object.textEquals("effort")
                    || object.textEquals("max_tokens")
                    || object.textEquals("budget_tokens");
            boolean isNull = object.next() == JsonToken.NULL;
            on &= !decides || isNull || isOn(object);
            object.skipValue();
        }
        return on;
    }

    private static boolean templateTurnsOn(byte[] body, @Nullable RequestMember kwargs) {
        if (kwargs == null || kwargs.kind() != JsonToken.OBJECT_START) {
            return false;
        }
        JsonScanner object = kwargs.value(body);
        boolean on = false;
        while (object.next() == JsonToken.NAME) {
            boolean decides = object.textEquals("enable_thinking") || object.textEquals("thinking");
            on |= object.next() == JsonToken.TRUE && decides;
            object.skipValue();
        }
        return on;
    }
}
