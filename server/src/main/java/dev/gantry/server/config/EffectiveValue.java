package dev.gantry.server.config;

/// One line of the effective configuration. Immutable.
///
/// @param key `listen.port`, `providers.my-vllm.api-key`
/// @param text the value; secrets are masked
public record EffectiveValue(String key, String text, Origin origin) {}
