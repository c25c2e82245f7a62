package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.gemini.GeminiErrorReader;
import dev.gantry.protocol.gemini.GeminiGeneration;
import dev.gantry.protocol.gemini.GeminiPath;
import dev.gantry.protocol.gemini.GeminiTarget;
import dev.gantry.protocol.gemini.GeminiThinking;
import dev.gantry.protocol.gemini.GenerateContentAnswerDecoder;
import dev.gantry.protocol.gemini.GenerateContentEncoder;
import dev.gantry.protocol.gemini.GenerateContentEventDecoder;
import dev.gantry.protocol.openai.AnswerEncoder;
import dev.gantry.protocol.openai.AnswerOutcome;
import dev.gantry.protocol.openai.AnswerStream;
import dev.gantry.protocol.openai.AnswerTerms;
import dev.gantry.protocol.openai.ChatRequestDecoder;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.DecodedRequest;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.StreamTerms;
import dev.gantry.protocol.openai.TranslatedStream;
import dev.gantry.protocol.openai.UsageEstimate;
import dev.gantry.server.catalog.CatalogModel;
import dev.gantry.server.catalog.ThinkingControl;
import dev.gantry.server.routing.Deployment;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The translation lane to Google's generateContent.
final class GeminiLane implements DialectLane {
    static final GeminiLane INSTANCE = new GeminiLane();

    private static final GeminiThinking BUDGET = new GeminiThinking.Budget(1, 24_576, true);
    private static final GeminiThinking LEVELS = new GeminiThinking.Levels(Set.of(GeminiThinking.Level.values()));

    private final ChatRequestDecoder decoder = new ChatRequestDecoder();
    private final GenerateContentEncoder encoder = new GenerateContentEncoder();
    private final GenerateContentAnswerDecoder answers = new GenerateContentAnswerDecoder();

    private GeminiLane() {}

    @Override
    public EncodedRequest encode(ChatRequestView view, Deployment deployment) {
        DecodedRequest decoded = decoder.decode(view);
        return decoded.with(encoder.encode(decoded.request(), target(deployment)));
    }

    /// Models that are told a level are of the third generation, which began with it.
    private static GeminiTarget target(Deployment deployment) {
        CatalogModel model = deployment.model();
        boolean levels = model.traits().thinking() == ThinkingControl.LEVEL;
        Integer most = model.tokens().maxOutputTokens();
        return new GeminiTarget(
                deployment.upstreamModel(),
                levels ? GeminiGeneration.V3 : GeminiGeneration.V2_5,
                thinking(model.traits().thinking()),
                features(model.traits()),
                most == null ? 0 : most,
                model.tokens().defaultMaxTokens());
    }

    private static GeminiThinking thinking(ThinkingControl control) {
        return switch (control) {
            case NONE -> new GeminiThinking.None();
            case BUDGET -> BUDGET;
            case LEVEL -> LEVELS;
        };
    }

    private static Set<GeminiTarget.Feature> features(CatalogModel.Traits traits) {
        Set<GeminiTarget.Feature> features =
                EnumSet.of(GeminiTarget.Feature.INSTRUCTIONS, GeminiTarget.Feature.JSON_OUTPUT);
        if (traits.thinking() == ThinkingControl.LEVEL) {
            features.add(GeminiTarget.Feature.CALL_IDS);
        }
        if (traits.injectsDefaults()) {
            features.add(GeminiTarget.Feature.SAMPLING_DEFAULTS);
        }
        return features;
    }

    @Override
    public String path(Deployment deployment, boolean stream) {
        return GeminiPath.of(deployment.upstreamModel(), stream);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public AnswerStream stream(StreamTerms terms, UsageEstimate estimate) {
        return new TranslatedStream(new GenerateContentEventDecoder(terms.maxEventBytes()), terms, estimate);
    }

    @Override
    public AnswerOutcome answer(byte[] body, AnswerTerms terms) {
        return AnswerEncoder.encode(answers.decode(200, body), terms);
    }

    @Override
    public UpstreamProblem problem(int status, byte[] body) {
        return GeminiErrorReader.read(status, body);
    }
}
