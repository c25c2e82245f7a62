package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads the numbers that steer generation. Stateless.
final class ControlsDecoder {
    private ControlsDecoder() {}

    static Controls decode(ChatRequestView view, FieldValues values) {
        OptionalInt maxTokens = view.maxTokens();
        return new Controls(
                maxTokens.isPresent() ? maxTokens.getAsInt() : null,
                values.decimal(RequestField.TEMPERATURE),
                values.decimal(RequestField.TOP_P),
                values.decimal(RequestField.FREQUENCY_PENALTY),
                values.decimal(RequestField.PRESENCE_PENALTY),
                values.integer(RequestField.SEED),
                view.choices(),
                stop(values),
                topLogprobs(values),
                values.raw(RequestField.LOGIT_BIAS));
    }

    private static List<String> stop(FieldValues values) {
        RequestMember member = values.find(RequestField.STOP);
        if (member == null) {
            return List.of();
        }
        JsonScanner value = member.value(values.body());
        if (value.current() == JsonToken.STRING) {
            return List.of(value.text());
        }
        List<String> texts = new ArrayList<>();
        while (value.next() != JsonToken.ARRAY_END) {
            texts.add(value.text());
        }
        return texts;
    }

    private static @Nullable Integer topLogprobs(FieldValues values) {
        if (!values.fields().isTrue(RequestField.LOGPROBS)) {
            return null;
        }
        Long top = values.integer(RequestField.TOP_LOGPROBS);
        return top == null ? 0 : Math.toIntExact(top);
    }
}
