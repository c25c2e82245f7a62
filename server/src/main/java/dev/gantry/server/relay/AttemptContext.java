package dev.gantry.server.relay;

import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.server.routing.Deployment;

/// One attempt: where it goes, and what was sent.
///
/// @param startedNanos on the monotonic clock
record AttemptContext(Deployment deployment, EncodedRequest encoded, long startedNanos) {}
