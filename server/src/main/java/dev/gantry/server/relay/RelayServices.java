package dev.gantry.server.relay;

import dev.gantry.server.metering.Meter;
import dev.gantry.server.upstream.UpstreamClient;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What every request of one event loop is relayed with. Confined to that loop, but for the meter.
///
/// @param via the `Via` value of this process, by which it knows its own requests
/// @param random for the jitter of retries
public record RelayServices(
        UpstreamClient upstream,
        Meter meter,
        RelaySettings settings,
        String via,
        InstantSource clock,
        RandomGenerator random) {}
