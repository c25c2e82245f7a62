package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.chat.ChatEvent;
import dev.gantry.protocol.chat.ChatEventArbitraries;
import dev.gantry.protocol.chat.ChatEventGrammar;
import dev.gantry.protocol.chat.DecodedAnswer;
import dev.gantry.protocol.chat.Usage;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.ObjectMapper;

class TranslationProperties {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StreamTerms STREAM = new StreamTerms("house/model", true, 2, false, false, "c-9", 7, 100_000);
    private static final AnswerTerms WHOLE =
            new AnswerTerms("house/model", false, false, "c-9", 7, bytes -> Usage.NONE);

    @Property
    void arbitraryAnswersKeepTheGrammarOfEvents(@ForAll("answers") List<ChatEvent> events) {
        ChatEventGrammar.check(events);
    }

    @Property
    void framesKeepTheGrammarOfStreams(@ForAll("answers") List<ChatEvent> events) {
        TranslatedStream stream = stream(events);
        ClientStreamGrammar.check(new String(stream.drain(), UTF_8), stream.state(), STREAM);
        assertThat(stream.state()).isEqualTo(StreamState.COMPLETE);
    }

    @Property
    void streamedEqualsNotStreamed(@ForAll("answers") List<ChatEvent> events) {
        TranslatedStream stream = stream(events);
        AnswerOutcome outcome = AnswerEncoder.encode(new DecodedAnswer.Answered(events), WHOLE);

        assertThat(outcome).isInstanceOfSatisfying(AnswerOutcome.Answered.class, answered -> {
            assertThat(JSON.readTree(answered.body())).isEqualTo(FoldingClient.fold(new String(stream.drain(), UTF_8)));
            assertThat(answered.usage()).isEqualTo(stream.usage());
            assertThat(answered.finishReasons()).isEqualTo(stream.finishReasons());
        });
    }

    @Property
    void cutStreamsNeverLookWhole(
            @ForAll("answers") List<ChatEvent> events, @ForAll @IntRange(min = 2, max = 30) int missing) {
        List<ChatEvent> beginning = events.subList(0, Math.max(0, events.size() - missing));
        TranslatedStream stream = stream(beginning);
        ClientStreamGrammar.check(new String(stream.drain(), UTF_8), stream.state(), STREAM);
        assertThat(stream.state()).isEqualTo(StreamState.FAILED);
    }

    @Property
    void cutAnswersNeverLookWhole(
            @ForAll("singleAnswers") List<ChatEvent> events, @ForAll @IntRange(min = 2, max = 30) int missing) {
        List<ChatEvent> beginning = events.subList(0, Math.max(0, events.size() - missing));
        assertThat(AnswerEncoder.encode(new DecodedAnswer.Answered(beginning), WHOLE))
                .isInstanceOf(AnswerOutcome.Failed.class);
    }

    @Property
    void heartbeatsChangeNothing(
            @ForAll("answers") List<ChatEvent> events, @ForAll @IntRange(min = 0, max = 20) int where) {
        ScriptedDecoder decoder = ScriptedDecoder.of(events);
        TranslatedStream stream = new TranslatedStream(decoder, STREAM, null);
        StringBuilder frames = new StringBuilder();
        int size = decoder.length();
        for (int i = 0; i < size; i++) {
            stream.feed(new byte[1], 0, 1);
            frames.append(new String(i == where ? stream.heartbeat() : stream.drain(), UTF_8));
        }
        stream.end();
        String output =
                frames.append(new String(stream.drain(), UTF_8)).toString().replace(": keep-alive\n\n", "");
        ClientStreamGrammar.check(output, stream.state(), STREAM);
        assertThat(FoldingClient.fold(output).get("choices"))
                .isEqualTo(FoldingClient.fold(new String(stream(events).drain(), UTF_8))
                        .get("choices"));
    }

    @Provide
    Arbitrary<List<ChatEvent>> answers() {
        return ChatEventArbitraries.answers(2);
    }

    @Provide
    Arbitrary<List<ChatEvent>> singleAnswers() {
        return ChatEventArbitraries.answers(1);
    }

    private static TranslatedStream stream(List<ChatEvent> events) {
        ScriptedDecoder decoder = ScriptedDecoder.of(events);
        TranslatedStream stream = new TranslatedStream(decoder, STREAM, null);
        stream.feed(new byte[decoder.length()], 0, decoder.length());
        stream.end();
        return stream;
    }
}
