package dev.gantry.server.relay;

import dev.gantry.server.config.Settings;
import java.time.Duration;

/// How long an answer may take, how often it is tried, and what keeps a waiting client. Immutable.
///
/// @param maxAttempts at most so many deployments or retries are tried for one request
/// @param maxRetryDelay a longer wait before a retry is left to the client
/// @param maxAnswerBytes size of an answer that is not streamed
/// @param maxEventBytes size of one event of a stream
public record RelaySettings(
        Settings.Timeouts timeouts,
        Settings.Streaming streaming,
        int maxAttempts,
        Duration maxRetryDelay,
        int maxAnswerBytes,
        int maxEventBytes) {}
