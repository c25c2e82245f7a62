package dev.gantry.server.relay;

import dev.gantry.protocol.anthropic.AnthropicErrorReader;
import dev.gantry.protocol.anthropic.AnthropicTarget;
import dev.gantry.protocol.anthropic.AnthropicVersion;
import dev.gantry.protocol.anthropic.MessagesAnswerDecoder;
import dev.gantry.protocol.anthropic.MessagesEventDecoder;
import dev.gantry.protocol.anthropic.MessagesRequestEncoder;
import dev.gantry.protocol.anthropic.ThinkingMode;
import dev.gantry.protocol.chat.UpstreamProblem;
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
import dev.gantry.server.catalog.Feature;
import dev.gantry.server.routing.Deployment;
import java.util.Map;

/// The translation lane to Anthropic's Messages API.
final class AnthropicLane implements DialectLane {
    static final AnthropicLane INSTANCE = new AnthropicLane();

    private static final AnthropicVersion VERSION = AnthropicVersion.V2023_06_01;

    private final ChatRequestDecoder decoder = new ChatRequestDecoder();
    private final MessagesRequestEncoder encoder = new MessagesRequestEncoder();
    private final MessagesAnswerDecoder answers = new MessagesAnswerDecoder();

    private AnthropicLane() {}

    @Override
    public EncodedRequest encode(ChatRequestView view, Deployment deployment) {
        DecodedRequest decoded = decoder.decode(view);
        return decoded.with(encoder.encode(decoded.request(), target(deployment, view.stream())));
    }

    private static AnthropicTarget target(Deployment deployment, boolean stream) {
        CatalogModel model = deployment.model();
        boolean levels = thinking(model) == ThinkingMode.ADAPTIVE;
        Integer most = model.tokens().maxOutputTokens();
        return new AnthropicTarget(
                deployment.upstreamModel(),
                VERSION,
                model.traits().takesSampling(),
                thinking(model),
                levels,
                model.abilities().supportedFeatures().contains(Feature.STRUCTURED_OUTPUTS),
                !levels,
                most == null ? 0 : most,
                model.tokens().defaultMaxTokens(),
                stream);
    }

    private static ThinkingMode thinking(CatalogModel model) {
        return switch (model.traits().thinking()) {
            case NONE -> ThinkingMode.NONE;
            case BUDGET -> ThinkingMode.MANUAL;
            case LEVEL -> ThinkingMode.ADAPTIVE;
        };
    }

    @Override
    public String path(Deployment deployment, boolean stream) {
        return "/messages";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("anthropic-version", VERSION.header());
    }

    @Override
    public AnswerStream stream(StreamTerms terms, UsageEstimate estimate) {
        return new TranslatedStream(
                new MessagesEventDecoder(terms.maxEventBytes(), terms.maxEventBytes()), terms, estimate);
    }

    @Override
    public AnswerOutcome answer(byte[] body, AnswerTerms terms) {
        return AnswerEncoder.encode(answers.decode(200, body), terms);
    }

    @Override
    public UpstreamProblem problem(int status, byte[] body) {
        return AnthropicErrorReader.read(status, body);
    }
}
