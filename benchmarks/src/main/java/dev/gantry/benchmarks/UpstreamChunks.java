package dev.gantry.benchmarks;

/// The data of a streamed answer, as OpenAI's hosts write it: ASCII, one event a text, without the SSE framing.
public final class UpstreamChunks {
    /// What the upstream calls its model: not what the clients of a gateway call it.
    public static final String MODEL = "upstream-model-7b";

    /// The usage object of every answer.
    public static final String USAGE = "{\"prompt_tokens\":211,\"completion_tokens\":98,\"total_tokens\":309,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    private static final String WORDS = " and then a few more words of a longer answer, as a model would write them";
    private static final String START = """
            {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion.chunk","created":1764000000,\
            "model":"%s","system_fingerprint":"fp_44709d6fcb","choices":\
            """.formatted(MODEL);

    private UpstreamChunks() {}

    public static String role() {
        return choice("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    /// A chunk of a few characters of content.
    public static String content(int number) {
        int from = number % 60;
        return content(WORDS.substring(from, from + 3 + number % 7));
    }

    /// A chunk of exactly this content, which needs no escapes.
    public static String content(String text) {
        return choice("{\"content\":\"" + text + "\"}", "null");
    }

    public static String finish() {
        return choice("{}", "\"stop\"");
    }

    public static String usage() {
        return START + "[],\"usage\":" + USAGE + "}";
    }

    /// The data as one SSE event.
    public static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String choice(String delta, String finishReason) {
        return START + "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                + "}]}";
    }
}
