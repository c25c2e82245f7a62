/// Steps 7 and 8 of one request: attempts at deployments until the content commit, then frames to the client.
@NullMarked
package dev.gantry.server.relay;

import org.jspecify.annotations.NullMarked;
