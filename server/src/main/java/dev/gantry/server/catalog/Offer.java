package dev.gantry.server.catalog;

/// That a provider serves a model. Immutable.
///
/// @param provider the provider's name
/// @param upstreamModel the model's name there
/// @param weight share among offers of the same order, at least 0
/// @param order lower ones are tried first, at least 1
/// @param confirmed whether the provider's documentation or price list names the model so; false where it is
///     only likely
/// @param streamOnly whether the provider serves the model only with `stream: true`
public record Offer(
        String provider, String upstreamModel, int weight, int order, boolean confirmed, boolean streamOnly) {}
