package dev.gantry.server.relay;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.openai.AnswerOutcome;
import dev.gantry.protocol.openai.AnswerStream;
import dev.gantry.protocol.openai.AnswerTerms;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.protocol.openai.InvalidRequestException;
import dev.gantry.protocol.openai.StreamTerms;
import dev.gantry.protocol.openai.UsageEstimate;
import dev.gantry.server.routing.Deployment;
import java.util.Map;

/// How requests to deployments of one dialect are written, and how their answers are read. Stateless.
sealed interface DialectLane permits OpenAiLane, AnthropicLane, GeminiLane {
    static DialectLane of(Deployment deployment) {
        return switch (deployment.provider().dialect()) {
            case OPENAI -> OpenAiLane.INSTANCE;
            case ANTHROPIC -> AnthropicLane.INSTANCE;
            case GEMINI -> GeminiLane.INSTANCE;
        };
    }

    /// @throws InvalidRequestException when the dialect cannot express what the client demands
    EncodedRequest encode(ChatRequestView view, Deployment deployment);

    /// What is appended to the deployment's base URL, with a leading slash.
    String path(Deployment deployment, boolean stream);

    /// Headers of the dialect beside content type and credential, by lower-case name.
    Map<String, String> headers();

    /// A fresh reader of one streamed answer.
    AnswerStream stream(StreamTerms terms, UsageEstimate estimate);

    /// Reads a whole answer of status 200.
    AnswerOutcome answer(byte[] body, AnswerTerms terms);

    /// Reads an answer of any other status.
    UpstreamProblem problem(int status, byte[] body);
}
