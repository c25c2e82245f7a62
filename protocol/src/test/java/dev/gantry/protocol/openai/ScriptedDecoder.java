package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventSink;
import dev.gantry.protocol.chat.EventDecoder;
import dev.gantry.protocol.chat.UpstreamProblem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// A decoder of a dialect in which every byte is the next thing that the script says.
final class ScriptedDecoder implements EventDecoder {
    private final Deque<Consumer<ChatEventSink>> script = new ArrayDeque<>();

    static ScriptedDecoder of(ChatEvent... events) {
        return of(List.of(events));
    }

    static ScriptedDecoder of(List<ChatEvent> events) {
        ScriptedDecoder decoder = new ScriptedDecoder();
        events.forEach(event -> decoder.script.add(sink -> sink.event(event)));
        return decoder;
    }

    ScriptedDecoder thenCompletes() {
        script.add(ChatEventSink::completed);
        return this;
    }

    ScriptedDecoder thenFails(UpstreamProblem problem) {
        script.add(sink -> sink.failed(problem));
        return this;
    }

    ScriptedDecoder then(ChatEvent event) {
        script.add(sink -> sink.event(event));
        return this;
    }

    int length() {
        return script.size();
    }

    @Override
    public void feed(byte[] bytes, int from, int to, ChatEventSink sink) {
        for (int i = from; i < to && !script.isEmpty(); i++) {
            script.remove().accept(sink);
        }
    }

    @Override
    public void end(ChatEventSink sink) {}
}
