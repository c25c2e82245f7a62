package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.UpstreamProblem;
import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.json.JsonSyntaxException;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One answer that is not streamed, bent to the wire by splicing: what satisfies the wire passes as it came,
/// fields that nobody knows included.
///
/// Always present afterwards: `id`, `object`, `created`, `model`, `choices[].index`, `finish_reason`,
/// `message.role`, `message.content` (a string), and `usage` with both details.
public final class ChatAnswer {
    private static final byte[] COMPLETION = ascii("\"chat.completion\"");
    private static final byte[] ASSISTANT = ascii("\"assistant\"");
    private static final byte[] NO_TEXT = ascii("\"\"");
    private static final byte[] FUNCTION = ascii("\"function\"");
    private static final byte[] EMPTY_ARGUMENTS = ascii("\"{}\"");

    private final byte[] body;
    private final AnswerTerms terms;
    private final CompletionView view = new CompletionView("message");
    private final Splice splice = new Splice();
    private final List<String> finishReasons = new ArrayList<>(1);
    private long outputBytes;

    private ChatAnswer(byte[] body, AnswerTerms terms) {
        this.body = body;
        this.terms = terms;
    }

    /// Bends an answer to the wire, or finds out that it is none.
    ///
    /// @param body the upstream's body under a status of success; blank lines may come before the JSON
    public static AnswerOutcome normalize(byte[] body, AnswerTerms terms) {
        try {
            return new ChatAnswer(body, terms).normalize();
        } catch (UpstreamFailed failure) {
            return new AnswerOutcome.Failed(failure.problem());
        } catch (JsonSyntaxException notJson) {
            return new AnswerOutcome.Failed(
                    UpstreamProblem.protocolViolation("answered with something that is not JSON"));
        }
    }

    private AnswerOutcome normalize() {
        int start = skipPreamble();
        if (start < body.length && body[start] == '[') {
            throw new UpstreamFailed(UpstreamErrorReader.read(200, body));
        }
        view.scan(body, start, body.length);
        if (view.isFailure()) {
            throw new UpstreamFailed(UpstreamErrorReader.read(200, body));
        }
        if (view.choiceList.isEmpty()) {
            throw UpstreamFailed.violation("answered without any choice");
        }
        splice.turnTo(body, start, body.length);
        for (int i = 0; i < view.choiceList.size(); i++) {
            rewrite(view.choiceList.get(i), i);
        }
        rewriteEnvelope();
        return withUsage();
    }

    /// Blank lines (DeepSeek keeps a connection alive with them) and a byte order mark.
    private int skipPreamble() {
        int at = body.length >= 3 && (body[0] & 0xFF) == 0xEF && (body[1] & 0xFF) == 0xBB && (body[2] & 0xFF) == 0xBF
                ? 3
                : 0;
        while (at < body.length && (body[at] == '\n' || body[at] == '\r' || body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
        return at;
    }

    private void rewriteEnvelope() {
        splice.set(view.object, view.model, JsonText.quote(terms.model()));
        if (!splice.isTime(view.created)) {
            splice.set(view.object, view.created, ascii(Long.toString(terms.createdSeconds())));
        }
        splice.set(view.object, view.kind, COMPLETION);
        if (!view.id.isText()) {
            splice.set(view.object, view.id, JsonText.quote(terms.fallbackId()));
        }
        view.error.drop();
    }

    private AnswerOutcome withUsage() {
        UsageObject object = new UsageObject();
        Member member = view.usage.is(JsonToken.OBJECT_START) ? view.usage : view.groqUsage;
        byte[] json = member.is(JsonToken.OBJECT_START) ? member.copyValue(body) : ascii("{}");
        Optional<Usage> reported = object.read(json);
        Usage usage = reported.orElseGet(() -> terms.estimate().of(outputBytes));
        splice.set(
                view.object,
                view.usage,
                reported.isPresent() ? object.complete(json, usage) : UsageObject.write(usage));
        splice.removeDropped(view.object);
        return new AnswerOutcome.Answered(splice.edits().apply(), usage, reported.isPresent(), finishReasons);
    }

    private void rewrite(ChoiceView choice, int position) {
        MessageView message = choice.message;
        if (!message.object.isPresent()) {
            throw UpstreamFailed.violation("answered with a choice that has no message");
        }
        message.requireTextContent();
        if (!choice.index.is(JsonToken.NUMBER)) {
            splice.set(choice.object, choice.index, ascii(Integer.toString(position)));
        }
        splice.set(message.object, message.role, ASSISTANT);
        outputBytes += message.content.textBytes() + message.reasoningText().textBytes();
        rewriteText(message);
        ReasoningMember.unify(message, splice);
        rewriteCalls(message, position);
        splice.removeDropped(message.object);
        finish(choice);
    }

    private void rewriteText(MessageView message) {
        if (!message.content.isText()) {
            splice.set(message.object, message.content, NO_TEXT);
        } else if (terms.splitThinkTags() && !message.hasReasoning()) {
            split(message.content);
        }
    }

    private void split(Member content) {
        ThinkTagSplitter splitter = new ThinkTagSplitter(terms.startsInThinking());
        splitter.push(splice.text(content));
        splitter.finish();
        String reasoning = splitter.takeReasoning();
        String answer = splitter.takeAnswer();
        if (reasoning.isEmpty() && answer.equals(splice.text(content))) {
            return;
        }
        StringBuilder members = ReasoningMember.members(reasoning, answer);
        if (answer.isEmpty()) {
            members.append(reasoning.isEmpty() ? "" : ",").append("\"content\":\"\"");
        }
        splice.replaceMember(content, members);
    }

    private void rewriteCalls(MessageView message, int choice) {
        if (message.calls.isEmpty()) {
            message.toolCalls.drop();
        }
        for (int i = 0; i < message.calls.size(); i++) {
            rewrite(message.calls.get(i), ToolCallSequence.inventedId(terms.fallbackId(), choice, i));
        }
    }

    private void rewrite(ToolCallView call, String inventedId) {
        if (!call.name.isText()) {
            throw UpstreamFailed.violation("answered with a tool call that has no name");
        }
        if (!call.id.isText()) {
            splice.set(call.object, call.id, JsonText.quote(inventedId));
        }
        if (!call.type.isText()) {
            splice.set(call.object, call.type, FUNCTION);
        }
        if (call.arguments.isBlank()) {
            splice.set(call.functionObject, call.arguments, EMPTY_ARGUMENTS);
        } else if (!call.arguments.is(JsonToken.STRING)) {
            splice.set(call.functionObject, call.arguments, JsonText.quote(splice.raw(call.arguments)));
        }
        outputBytes += call.arguments.isPresent() ? call.arguments.valueEnd() - call.arguments.valueStart() : 0;
    }

    private void finish(ChoiceView choice) {
        FinishReason reason = choice.finishReason.isText()
                ? FinishReason.of(splice.text(choice.finishReason)).requireEnd()
                : FinishReason.STOP;
        FinishReason end = reason.withToolCalls(!choice.message.calls.isEmpty());
        splice.set(choice.object, choice.finishReason, end.json());
        finishReasons.add(end.word());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
