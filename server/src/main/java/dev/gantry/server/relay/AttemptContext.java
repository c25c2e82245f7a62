package dev.gantry.server.relay;

import dev.gantry.protocol.openai.EncodedRequest;
import dev.gantry.server.routing.Deployment;

/// One attempt: where it goes, and what was sent.
///
/// @param dialect how the deployment is spoken to
/// @param startedNanos on the monotonic clock
record AttemptContext(Deployment deployment, DialectLane dialect, EncodedRequest encoded, long startedNanos) {}
