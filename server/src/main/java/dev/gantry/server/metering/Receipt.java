package dev.gantry.server.metering;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.openai.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one request was and cost, for its own key: `GET /v1/requests/{id}`. Holds no content. Immutable.
///
/// @param firstTokenMillis from receiving the request to the first content, reasoning or tool call; -1 for none
/// @param totalMillis from receiving the request to the end of its answer
public record Receipt(
        String requestId,
        String keyId,
        Instant receivedAt,
        Models models,
        boolean streamed,
        List<Attempt> attempts,
        List<String> adjustments,
        Usage usage,
        UsageSource usageSource,
        Outcome outcome,
        long firstTokenMillis,
        long totalMillis) {

    /// Which model was asked for, and which answered.
    ///
    /// @param replaced the retired name that was asked for, when another model stands in for it
    public record Models(
            String asked, String answered, @Nullable String replaced, String provider, String upstreamModel) {}

    /// How the request ended.
    ///
    /// @param status what the client saw; 0 when it hung up before it saw any
    public record Outcome(int status, @Nullable ErrorCode error, boolean clientGone, List<String> finishReasons) {}

    public byte[] toJson() {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"id\":");
        JsonText.appendQuoted(json, requestId);
        json.append(",\"object\":\"request.receipt\",\"created\":").append(receivedAt.getEpochSecond());
        text(json, "key_id", keyId);
        text(json, "model_requested", models.asked());
        text(json, "model", models.answered());
        text(json, "replaced", models.replaced());
        text(json, "provider", models.provider());
        text(json, "upstream_model", models.upstreamModel());
        json.append(",\"stream\":").append(streamed);
        json.append(",\"status\":").append(outcome.status());
        text(json, "error", outcome.error() == null ? null : outcome.error().code());
        json.append(",\"client_gone\":").append(outcome.clientGone());
        list(json, "finish_reasons", outcome.finishReasons());
        list(json, "adjustments", adjustments);
        appendUsage(json);
        json.append(",\"time_to_first_token_ms\":").append(firstTokenMillis < 0 ? "null" : firstTokenMillis);
        json.append(",\"total_ms\":").append(totalMillis);
        appendAttempts(json);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void appendUsage(StringBuilder json) {
        json.append(",\"usage\":{\"input_tokens\":").append(usage.inputTokens());
        json.append(",\"cached_input_tokens\":").append(usage.cachedInputTokens());
        json.append(",\"cache_write_tokens\":").append(usage.cacheWriteTokens());
        json.append(",\"output_tokens\":").append(usage.outputTokens());
        json.append(",\"reasoning_tokens\":").append(usage.reasoningTokens());
        text(json, "source", usageSource.name().toLowerCase(Locale.ROOT));
        json.append('}');
    }

    private void appendAttempts(StringBuilder json) {
        json.append(",\"attempts\":[");
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            json.append(i == 0 ? "{" : ",{").append("\"provider\":");
            JsonText.appendQuoted(json, attempt.provider());
            text(json, "upstream_model", attempt.upstreamModel());
            text(json, "outcome", attempt.outcome());
            json.append(",\"status\":").append(attempt.status());
            json.append(",\"ms\":").append(attempt.millis()).append('}');
        }
        json.append(']');
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        json.append(",\"").append(name).append("\":");
        if (value == null) {
            json.append("null");
        } else {
            JsonText.appendQuoted(json, value);
        }
    }

    private static void list(StringBuilder json, String name, List<String> values) {
        json.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            JsonText.appendQuoted(json, values.get(i));
        }
        json.append(']');
    }
}
