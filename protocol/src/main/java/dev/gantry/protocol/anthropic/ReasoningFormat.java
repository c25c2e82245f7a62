package dev.gantry.protocol.anthropic;

/// The name by which blocks of reasoning are known to be Anthropic's.
final class ReasoningFormat {
    static final String ANTHROPIC = "anthropic-claude-v1";

    private ReasoningFormat() {}
}
