package dev.gantry.protocol.anthropic;

/// The versions of the Messages API that are served (platform.claude.com, "API versions").
public enum AnthropicVersion {
    V2023_06_01("2023-06-01", true),
    /// Refuses sampling parameters for every model, also at their defaults.
    V2026_10_21("2026-10-21", false);

    private final String header;
    private final boolean samplingParams;

    AnthropicVersion(String header, boolean samplingParams) {
        this.header = header;
        this.samplingParams = samplingParams;
    }

    /// The value of the header `anthropic-version`.
    public String header() {
        return header;
    }

    boolean takesSamplingParams() {
        return samplingParams;
    }
}
