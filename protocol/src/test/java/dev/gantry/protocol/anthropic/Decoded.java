package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.UpstreamProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// What the decoder made of a stream, its grammar checked.
///
/// @param transcript a line for each event, for the end and for a failure
record Decoded(ChatEventGrammar grammar, String transcript) {
    static final Path STREAMS = Path.of("src/test/resources/fixtures/anthropic/streams");
    static final int MAX_EVENT_BYTES = 64 * 1024;

    static byte[] fixture(String name) throws IOException {
        return Files.readAllBytes(STREAMS.resolve(name + ".sse"));
    }

    static Decoded stream(byte[] stream) {
        return inPieces(stream, Math.max(1, stream.length));
    }

    static Decoded inPieces(byte[] stream, int size) {
        return of(ChatEventGrammar.decode(new MessagesEventDecoder(MAX_EVENT_BYTES, 1_000_000), stream, size));
    }

    static Decoded of(ChatEventGrammar grammar) {
        String events = grammar.events().stream().map(event -> event + "\n").collect(Collectors.joining());
        UpstreamProblem problem = grammar.problem();
        String end = (grammar.isCompleted() ? "completed\n" : "") + (problem == null ? "" : problem + "\n");
        return new Decoded(grammar, events + end);
    }
}
