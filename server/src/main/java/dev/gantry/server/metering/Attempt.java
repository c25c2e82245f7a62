package dev.gantry.server.metering;

/// One try at one deployment, as the receipt shows it. Immutable.
///
/// @param outcome `answered`, or why not: the kind of the failure
/// @param status the upstream's HTTP status, 0 when it gave none
/// @param millis from the start of the attempt to its outcome
public record Attempt(String provider, String upstreamModel, String outcome, int status, long millis) {}
