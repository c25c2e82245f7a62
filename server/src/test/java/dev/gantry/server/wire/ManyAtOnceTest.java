package dev.gantry.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testing.ChatJson;
import dev.gantry.testing.RecordedRequest;
import dev.gantry.testing.Script;
import dev.gantry.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers of many requests at once, streamed and whole, on shared connections, failed and tried again, never mix.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ManyAtOnceTest {
    private static final ChatJson CHAT = ChatJson.of(TestingServer.UPSTREAM_MODEL);
    private static final int REQUESTS = 200;
    private static final Pattern NONCE = Pattern.compile("nonce-\\d+");

    @Test
    void noAnswerCrossesToAnotherRequest() throws Exception {
        try (ScriptedUpstream first = ScriptedUpstream.start();
                ScriptedUpstream second = ScriptedUpstream.start();
                TestingServer server = TestingServer.start("limits: {upstream-connections: 20}", first, second);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            first.always(ManyAtOnceTest::sometimesFails);
            second.always(ManyAtOnceTest::answer);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int number = i;
                answers.add(clients.submit(() -> ask(server, number)));
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("It was nonce-" + i + ".");
            }
        }
    }

    private static String ask(TestingServer server, int number) throws Exception {
        boolean streamed = number % 3 != 0;
        RawAnswer answer = server.call(server.chat("nonce-" + number, streamed ? ",\"stream\":true" : ""));
        assertThat(answer.end()).isEqualTo(RawAnswer.End.COMPLETE);
        return streamed
                ? answer.content()
                : answer.json().at("/choices/0/message/content").asString();
    }

    private static Script sometimesFails(RecordedRequest request) {
        int number = Integer.parseInt(nonce(request).substring("nonce-".length()));
        return switch (number % 7) {
            case 0 -> Script.error(503, "server_error", "overloaded", nonce(request));
            case 1 -> Script.resetBeforeHead();
            default -> answer(request);
        };
    }

    private static Script answer(RecordedRequest request) {
        String nonce = nonce(request);
        if (!request.bodyText().contains("\"stream\":true")) {
            return Script.json(CHAT.completion("It was " + nonce + "."));
        }
        return Script.sse()
                .data(CHAT.role(), CHAT.content("It was "))
                .pause(Duration.ofMillis(5))
                .dataTogether(CHAT.content(nonce.substring(0, 3)), CHAT.content(nonce.substring(3)))
                .drip("data: " + CHAT.content(".") + "\n\n", 40, Duration.ofMillis(1))
                .data(CHAT.finish("stop"))
                .done();
    }

    private static String nonce(RecordedRequest request) {
        Matcher matcher = NONCE.matcher(request.bodyText());
        if (!matcher.find()) {
            throw new IllegalArgumentException("no nonce in " + request.bodyText());
        }
        return matcher.group();
    }
}
