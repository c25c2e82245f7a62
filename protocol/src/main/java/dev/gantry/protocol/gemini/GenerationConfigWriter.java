package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.gemini.GeminiTarget.Feature;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.Adjustment;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Writes `generationConfig` (Gemini API, "GenerationConfig").
final class GenerationConfigWriter {
    private static final int MAX_STOP_SEQUENCES = 5;
    private static final int MAX_CANDIDATES = 8;
    private static final double DEFAULT_TEMPERATURE = 0.7;
    private static final double DEFAULT_TOP_P = 1;

    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private final GeminiTarget target;

    GenerationConfigWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target) {
        this.json = json;
        this.adjustments = adjustments;
        this.target = target;
    }

    void write(ChatRequest request, AnswerForm form) {
        Controls controls = request.controls();
        json.name("generationConfig").beginObject();
        int cap = cap(controls);
        if (cap > 0) {
            json.name("maxOutputTokens").value(cap);
        }
        ThinkingConfig thinking = ThinkingConfig.of(request.reasoning().effort(), target.thinking(), cap);
        adjustments.addAll(thinking.adjustments());
        thinking.writeTo(json);
        writeSampling(controls, thinking);
        writeTopK(request);
        writeSeed(controls.seed());
        writePenalties(controls);
        writeStop(controls.stop());
        writeCandidates(controls.choices());
        writeLogprobs(controls);
        writeForm(form);
        json.endObject();
    }

    /// The cap that is sent; 0 for none.
    private int cap(Controls controls) {
        int most = target.maxOutputTokens() == 0 ? Integer.MAX_VALUE : target.maxOutputTokens();
        if (controls.maxTokens() == null) {
            return Math.min(target.defaultMaxTokens(), most);
        }
        if (controls.maxTokens() > most) {
            adjustments.add(Adjustment.clamped("max_tokens", most));
        }
        return Math.min(controls.maxTokens(), most);
    }

    private void writeSampling(Controls controls, ThinkingConfig thinking) {
        boolean defaults = target.has(Feature.SAMPLING_DEFAULTS) && thinking.isOff();
        writeNumber("temperature", controls.temperature(), defaults ? DEFAULT_TEMPERATURE : null);
        writeNumber("topP", controls.topP(), defaults ? DEFAULT_TOP_P : null);
    }

    private void writeNumber(String name, @Nullable Double wished, @Nullable Double otherwise) {
        Double number = wished == null ? otherwise : wished;
        if (number != null) {
            json.name(name).value(number.doubleValue());
        }
    }

    private void writeTopK(ChatRequest request) {
        RawJson topK = request.extensions().get(Extension.TOP_K);
        if (topK != null) {
            if (topK.scanner().next() != JsonToken.NUMBER) {
                throw Refusal.invalid(Extension.TOP_K, "expected a number");
            }
            json.name("topK").value(topK);
        }
    }

    /// Gemini's seed has 32 bits: of a longer one the low bits go.
    private void writeSeed(@Nullable Long seed) {
        if (seed == null) {
            return;
        }
        int sent = seed.intValue();
        if (sent != seed) {
            adjustments.add(Adjustment.mapped("seed", Integer.toString(sent)));
        }
        json.name("seed").value(sent);
    }

    private void writePenalties(Controls controls) {
        writePenalty("frequencyPenalty", "frequency_penalty", controls.frequencyPenalty());
        writePenalty("presencePenalty", "presence_penalty", controls.presencePenalty());
    }

    /// A penalty of 0 is none: nothing is lost where it is not sent.
    private void writePenalty(String name, String field, @Nullable Double penalty) {
        if (penalty == null) {
            return;
        }
        if (target.has(Feature.PENALTIES)) {
            json.name(name).value(penalty.doubleValue());
        } else if (penalty != 0) {
            adjustments.add(Adjustment.dropped(field));
        }
    }

    private void writeStop(List<String> stop) {
        if (stop.isEmpty()) {
            return;
        }
        if (stop.size() > MAX_STOP_SEQUENCES) {
            adjustments.add(Adjustment.clamped("stop", MAX_STOP_SEQUENCES));
        }
        json.name("stopSequences").beginArray();
        stop.stream().limit(MAX_STOP_SEQUENCES).forEach(json::value);
        json.endArray();
    }

    private void writeCandidates(int choices) {
        if (choices == 1) {
            return;
        }
        if (!target.has(Feature.CANDIDATE_COUNT) || choices > MAX_CANDIDATES) {
            throw Refusal.unsupported("n", "this model gives fewer answers to one request");
        }
        json.name("candidateCount").value(choices);
    }

    private void writeLogprobs(Controls controls) {
        if (controls.logitBias() != null) {
            adjustments.add(Adjustment.dropped("logit_bias"));
        }
        if (controls.topLogprobs() == null) {
            return;
        }
        if (!target.has(Feature.LOGPROBS)) {
            adjustments.add(Adjustment.dropped("logprobs"));
            return;
        }
        json.name("responseLogprobs").value(true);
        if (controls.topLogprobs() > 0) {
            json.name("logprobs").value(controls.topLogprobs());
        }
    }

    private void writeForm(AnswerForm form) {
        if (form instanceof AnswerForm.Json(RawJson schema)) {
            json.name("responseMimeType").value("application/json");
            if (schema != null) {
                json.name("responseJsonSchema").value(schema);
            }
        }
    }
}
