package dev.gantry.testing;

import dev.gantry.testing.RecordedRequest.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a {@link ScriptedUpstream} does with one request: an HTTP head and steps, done in the order in which they
/// were added. The head leaves just before the first step that writes, or at {@link #head()}. A script that adds no
/// ending of its own ends its answer as the protocol wants and keeps the connection. Immutable; every method
/// returns a longer script.
///
/// ```java
/// Script.sse().data(chat.role(), chat.content("Hel")).gate("rest").data(chat.content("lo")).cut()
/// ```
public final class Script {
    private final ResponseHead head;
    private final List<Step> steps;

    private Script(ResponseHead head, List<Step> steps) {
        this.head = head;
        this.steps = steps;
    }

    /// A whole answer with status 200, `application/json` and its `Content-Length`.
    public static Script json(String body) {
        return json(200, body);
    }

    public static Script json(int status, String body) {
        return whole(status, "application/json", body);
    }

    /// A whole answer of any type with its `Content-Length`.
    public static Script whole(int status, String contentType, String body) {
        byte[] bytes = utf8(body);
        return new Script(ResponseHead.of(status, contentType), List.of())
                .header("Content-Length", Integer.toString(bytes.length))
                .raw(bytes);
    }

    /// An OpenAI error object with the given status.
    public static Script error(int status, String type, String code, String message) {
        return json(status, ChatJson.error(type, code, message));
    }

    /// A chunked event stream with status 200, without any event yet.
    public static Script sse() {
        return new Script(ResponseHead.of(200, "text/event-stream").withChunkedBody(), List.of());
    }

    /// A complete event stream: each of the events in a write of its own, then `[DONE]`.
    public static Script stream(String... events) {
        return sse().data(events).done();
    }

    /// The script, after a silence.
    public static Script pauseFirst(Duration silence, Script script) {
        List<Step> steps = new ArrayList<>();
        steps.add(answer -> answer.pause(silence));
        steps.addAll(script.steps);
        return new Script(script.head, List.copyOf(steps));
    }

    /// The first part of a whole answer whose `Content-Length` promises all of it.
    public static Script half(String contentType, String body) {
        byte[] bytes = utf8(body);
        return new Script(ResponseHead.of(200, contentType), List.of())
                .header("Content-Length", Integer.toString(bytes.length))
                .raw(Arrays.copyOf(bytes, bytes.length / 2));
    }

    /// Never answers and keeps the connection open until the peer leaves.
    public static Script never() {
        return sse().hang();
    }

    /// Closes the connection in place of an answer.
    public static Script closeBeforeHead() {
        return sse().cut();
    }

    /// Resets the connection in place of an answer.
    public static Script resetBeforeHead() {
        return sse().reset();
    }

    /// Writes exactly these bytes, head and all, and closes.
    public static Script verbatim(String bytes) {
        byte[] wire = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return sse().then(answer -> answer.writeWire(wire)).cut();
    }

    /// Replaces or adds a header field of the answer, whether it is true or not.
    public Script header(String name, String value) {
        return new Script(head.with(new Header(name, value)), steps);
    }

    public Script withoutHeader(String name) {
        return new Script(head.without(name), steps);
    }

    public Script status(int status) {
        return new Script(head.withStatus(status), steps);
    }

    /// Sends the body in chunked coding, without a `Content-Length`.
    public Script chunked() {
        return new Script(head.withChunkedBody(), steps);
    }

    /// Ends the body by closing the connection, without a length.
    public Script closeDelimited() {
        return new Script(head.withCloseDelimitedBody(), steps);
    }

    /// Answers as an HTTP/1.0 server: {@link #closeDelimited()}, and says so.
    public Script http10() {
        return new Script(head.withCloseDelimitedBody().withVersion("HTTP/1.0"), steps);
    }

    /// Sends the head now, before anything is written.
    public Script head() {
        return then(Answer::sendHead);
    }

    /// Sends each event as `data: …` and a blank line, each in a write (and an HTTP chunk) of its own.
    public Script data(String... events) {
        Script longer = this;
        for (String event : events) {
            longer = longer.raw(frame(event));
        }
        return longer;
    }

    /// Sends all the events in one write.
    public Script dataTogether(String... events) {
        StringBuilder frames = new StringBuilder();
        for (String event : events) {
            frames.append(frame(event));
        }
        return raw(frames.toString());
    }

    public Script done() {
        return data("[DONE]");
    }

    public Script comment(String text) {
        return raw(": " + text + "\n\n");
    }

    /// Sends body text as it is, in UTF-8, in one write.
    public Script raw(String text) {
        return raw(utf8(text));
    }

    public Script raw(byte[] bytes) {
        byte[] body = bytes.clone();
        return then(answer -> answer.write(body));
    }

    /// Sends body text in pieces of `bytesAtATime` bytes, each in a write of its own, `gap` apart.
    public Script drip(String text, int bytesAtATime, Duration gap) {
        byte[] body = utf8(text);
        return then(answer -> answer.drip(body, bytesAtATime, gap));
    }

    /// Goes on when the test calls {@link ScriptedUpstream#open(String)} with this name.
    public Script gate(String name) {
        return then(answer -> answer.awaitGate(name));
    }

    /// Goes on after this time, or never when the peer has left by then.
    public Script pause(Duration time) {
        return then(answer -> answer.pause(time));
    }

    /// Ends the connection with FIN, without the rest that the head promised (length or last chunk). Where only the
    /// close delimits the body this looks like a complete answer: {@link #reset()} does not.
    public Script cut() {
        return then(Answer::cut);
    }

    /// Ends the connection with RST; bytes that the peer has not read yet may be lost to it.
    public Script reset() {
        return then(Answer::reset);
    }

    /// Does nothing more, without ending anything, until the peer leaves.
    public Script hang() {
        return then(Answer::hang);
    }

    ResponseHead responseHead() {
        return head;
    }

    List<Step> steps() {
        return steps;
    }

    private Script then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Script(head, List.copyOf(longer));
    }

    private static String frame(String event) {
        return "data: " + event + "\n\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    interface Step {
        void perform(Answer answer) throws IOException, InterruptedException;
    }
}
