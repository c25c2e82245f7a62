package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.EncodedRequest;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes one request. Confined to one thread.
final class RequestBody {
    private static final double MAX_TEMPERATURE = 1;

    private final ChatRequest request;
    private final AnthropicTarget target;
    private final Adjustments adjustments = new Adjustments();
    private final JsonWriter json = new JsonWriter();

    RequestBody(ChatRequest request, AnthropicTarget target) {
        this.request = request;
        this.target = target;
    }

    EncodedRequest encode() {
        requireOneChoice();
        Conversation conversation = Conversation.of(request.messages(), adjustments);
        if (conversation.endsWithPrefill() && !target.prefill()) {
            throw Refusal.unsupported("messages", "expects the last message to be of the user or a tool");
        }
        AnswerForm form = AnswerForm.of(request.responseFormat(), request.toolChoice(), target, adjustments);
        if (form instanceof AnswerForm.Instructed) {
            conversation.instruct(AnswerForm.INSTRUCTION);
        }
        ToolPlan tools = ToolPlan.of(request, form, target, adjustments);
        int maxTokens = maxTokens();
        Thinking thinking = Thinking.of(
                request.reasoning().effort(),
                target,
                new Thinking.Circumstances(
                        maxTokens, tools.forces(), conversation.endsWithPrefill(), conversation.lacksThinking()),
                adjustments);
        json.beginObject().name("model").value(target.model());
        json.name("max_tokens").value(maxTokens);
        if (target.stream()) {
            json.name("stream").value(true);
        }
        writeControls(thinking);
        thinking.write(json);
        writeOutputConfig(thinking, form);
        writeEnvelope();
        tools.write(json);
        conversation.writeSystem(json);
        conversation.writeMessages(json);
        json.endObject();
        return new EncodedRequest(json.toByteArray(), adjustments.toList());
    }

    private void requireOneChoice() {
        if (request.controls().choices() > 1) {
            throw Refusal.unsupported("n", "gives one answer a request");
        }
    }

    private int maxTokens() {
        Integer wanted = request.controls().maxTokens();
        int most = target.maxOutputTokens() == 0 ? Integer.MAX_VALUE : target.maxOutputTokens();
        if (wanted == null) {
            return Math.min(target.defaultMaxTokens(), most);
        }
        if (wanted > most) {
            adjustments.clamped("max_tokens", most);
        }
        return Math.min(wanted, most);
    }

    private void writeControls(Thinking thinking) {
        Controls controls = request.controls();
        writeSampling(controls, thinking);
        writeStop(controls.stop());
        adjustments.droppedIf(isSet(controls.frequencyPenalty()), "frequency_penalty");
        adjustments.droppedIf(isSet(controls.presencePenalty()), "presence_penalty");
        adjustments.droppedIf(controls.seed() != null, "seed");
        adjustments.droppedIf(controls.topLogprobs() != null, "logprobs");
        adjustments.droppedIf(controls.logitBias() != null, "logit_bias");
    }

    /// Sampling parameters that only say what is the default anyway are left out without a loss; of temperature and
    /// `top_p`, models since Claude Opus 4.1 take one.
    private void writeSampling(Controls controls, Thinking thinking) {
        Double temperature = controls.temperature();
        Double topP = controls.topP() == null || controls.topP() == 1 ? null : controls.topP();
        RawJson topK = request.extensions().get("top_k");
        boolean taken = target.samplingParams() && !thinking.isOn();
        if (!taken) {
            adjustments.droppedIf(temperature != null && temperature != 1, "temperature");
            adjustments.droppedIf(topP != null, "top_p");
            adjustments.droppedIf(topK != null, "top_k");
            return;
        }
        writeTemperature(temperature);
        if (topP != null && temperature == null) {
            json.name("top_p").value(topP);
        }
        adjustments.droppedIf(topP != null && temperature != null, "top_p");
        if (topK != null) {
            json.name("top_k").value(topK);
        }
    }

    private void writeTemperature(@Nullable Double temperature) {
        if (temperature == null) {
            return;
        }
        if (temperature > MAX_TEMPERATURE) {
            adjustments.clamped("temperature", (long) MAX_TEMPERATURE);
        }
        json.name("temperature").value(Math.min(temperature, MAX_TEMPERATURE));
    }

    /// The API refuses sequences of white space.
    private void writeStop(List<String> stop) {
        List<String> visible = stop.stream().filter(text -> !text.isBlank()).toList();
        adjustments.droppedIf(visible.size() < stop.size(), "stop");
        if (!visible.isEmpty()) {
            json.name("stop_sequences").beginArray();
            visible.forEach(json::value);
            json.endArray();
        }
    }

    private void writeOutputConfig(Thinking thinking, AnswerForm form) {
        RawJson schema = form instanceof AnswerForm.Native(RawJson supported) ? supported : null;
        if (thinking.level() == null && schema == null) {
            return;
        }
        json.name("output_config").beginObject();
        if (thinking.level() != null) {
            json.name("effort").value(thinking.level());
        }
        if (schema != null) {
            json.name("format").beginObject().name("type").value("json_schema");
            json.name("schema").value(schema).endObject();
        }
        json.endObject();
    }

    private void writeEnvelope() {
        if (request.endUser() != null) {
            json.name("metadata").beginObject();
            json.name("user_id").value(request.endUser()).endObject();
        }
        adjustments.droppedIf(!request.metadata().isEmpty(), "metadata");
        if (request.serviceTier() != null) {
            writeServiceTier(request.serviceTier());
        }
        new TreeMap<>(request.extensions()).forEach(this::writeExtension);
    }

    private void writeServiceTier(String tier) {
        switch (tier) {
            case "auto" -> json.name("service_tier").value("auto");
            case "default" -> json.name("service_tier").value("standard_only");
            case "priority" -> {
                adjustments.mapped("service_tier", "auto");
                json.name("service_tier").value("auto");
            }
            default -> adjustments.dropped("service_tier");
        }
    }

    private void writeExtension(String name, RawJson value) {
        switch (name) {
            case "top_k" -> {}
            case "cache_control" -> {
                JsonScanner scanner = value.scanner();
                if (scanner.next() == JsonToken.OBJECT_START) {
                    json.name("cache_control").value(value);
                }
            }
            default -> adjustments.dropped(name);
        }
    }

    private static boolean isSet(@Nullable Double penalty) {
        return penalty != null && penalty != 0;
    }
}
