package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.openai.AnswerOutcome;
import dev.gantry.protocol.openai.AnswerStream;
import dev.gantry.protocol.openai.AnswerTerms;
import dev.gantry.protocol.openai.ChatAnswer;
import dev.gantry.protocol.openai.ChatRequestEncoder;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.ChatStreamRelay;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.StreamTerms;
import dev.gantry.protocol.openai.UpstreamErrorReader;
import dev.gantry.protocol.openai.UsageEstimate;
import dev.gantry.server.routing.Deployment;
import java.util.Map;

/// The pass-through lane: the body is spliced, answers are forwarded frame by frame.
final class OpenAiLane implements DialectLane {
    static final OpenAiLane INSTANCE = new OpenAiLane();

    private final ChatRequestEncoder encoder = new ChatRequestEncoder();

    private OpenAiLane() {}

    @Override
    public EncodedRequest encode(ChatRequestView view, Deployment deployment) {
        return encoder.encode(view, deployment.target());
    }

    @Override
    public String path(Deployment deployment, boolean stream) {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public AnswerStream stream(StreamTerms terms, UsageEstimate estimate) {
        return new ChatStreamRelay(terms, estimate);
    }

    @Override
    public AnswerOutcome answer(byte[] body, AnswerTerms terms) {
        return ChatAnswer.normalize(body, terms);
    }

    @Override
    public UpstreamProblem problem(int status, byte[] body) {
        return UpstreamErrorReader.read(status, body);
    }
}
