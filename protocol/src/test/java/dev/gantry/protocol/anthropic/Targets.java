package dev.gantry.protocol.anthropic;

/// Models of each generation, for tests.
final class Targets {
    /// Claude Sonnet 4.5 and its like: sampling, manual thinking.
    static final AnthropicTarget MANUAL = new AnthropicTarget(
            "claude-sonnet-4-5",
            AnthropicVersion.V2023_06_01,
            true,
            ThinkingMode.MANUAL,
            false,
            false,
            true,
            64_000,
            4_096,
            false);
    /// Claude Sonnet 5 and its like: adaptive thinking by named levels, structured output, no sampling.
    static final AnthropicTarget ADAPTIVE = new AnthropicTarget(
            "claude-sonnet-5",
            AnthropicVersion.V2026_10_21,
            true,
            ThinkingMode.ADAPTIVE,
            true,
            true,
            false,
            128_000,
            16_384,
            true);
    /// A model that does not think.
    static final AnthropicTarget PLAIN = new AnthropicTarget(
            "claude-haiku-3",
            AnthropicVersion.V2023_06_01,
            true,
            ThinkingMode.NONE,
            false,
            false,
            true,
            0,
            4_096,
            false);

    private Targets() {}
}
