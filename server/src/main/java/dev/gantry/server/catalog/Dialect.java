package dev.gantry.server.catalog;

/// The wire that a provider speaks. Hosts are rows of data; a dialect is code.
public enum Dialect {
    /// OpenAI's Chat Completions, and whatever is compatible with it.
    OPENAI,
    /// Anthropic's Messages API, version 2023-06-01.
    ANTHROPIC,
    /// Google's generateContent.
    GEMINI
}
