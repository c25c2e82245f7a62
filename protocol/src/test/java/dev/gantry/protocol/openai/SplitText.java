package dev.gantry.protocol.openai;

/// What a splitter made of a text that came in pieces.
record SplitText(String reasoning, String answer) {
    static SplitText of(boolean startsInThinking, String text, int pieceCharacters) {
        ThinkTagSplitter splitter = new ThinkTagSplitter(startsInThinking);
        StringBuilder reasoning = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        for (int at = 0; at < text.length(); at += pieceCharacters) {
            splitter.push(text.substring(at, Math.min(at + pieceCharacters, text.length())));
            reasoning.append(splitter.takeReasoning());
            answer.append(splitter.takeAnswer());
        }
        splitter.finish();
        reasoning.append(splitter.takeReasoning());
        answer.append(splitter.takeAnswer());
        return new SplitText(reasoning.toString(), answer.toString());
    }
}
