package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tool calls of one choice of a stream, bent to the wire: a dense index in order of arrival; id, type
/// and name in the first delta of a call only; arguments that are a string and never begin with a placeholder.
///
/// Hosts leave the index out (SGLang), give several calls the same one (older Ollama, Gemini), repeat or
/// renew the id in every delta (older vLLM), leave the id out, send whole calls or an object as arguments.
/// Confined to one thread.
final class ToolCallSequence {
    /// The most calls of one choice; the OpenAI Node client accepts no more.
    static final int MAX_CALLS = 128;

    private static final byte[] FUNCTION = ascii("\"function\"");
    private static final byte[] NO_TEXT = ascii("\"\"");
    private static final byte[] EMPTY_OBJECT = ascii("{}");
    private static final byte[] EMPTY_ARGUMENTS = ascii("\"{}\"");

    private static final class Call {
        long upstreamIndex = -1;

        @Nullable
        String id;

        byte @Nullable [] clientIndex;
        boolean hasArguments;
        boolean holdsPlaceholder;
        /// The entry of the delta at hand that started the call without arguments.
        @Nullable
        ToolCallView bareStart;

        boolean isStarted() {
            return clientIndex != null;
        }
    }

    private final int choice;
    private final String answerId;
    private final List<Call> calls = new ArrayList<>(0);
    private int started;
    private long argumentBytes;

    /// @param answerId what the ids of calls that came without one are made of
    ToolCallSequence(int choice, String answerId) {
        this.choice = choice;
        this.answerId = answerId;
    }

    /// An id for a call that came without one: the same for the same answer, choice and position.
    static String inventedId(String answerId, int choice, int position) {
        return "call_" + answerId.substring(answerId.lastIndexOf('-') + 1) + '_' + choice + '_' + position;
    }

    boolean anyStarted() {
        return started > 0;
    }

    long argumentBytes() {
        return argumentBytes;
    }

    /// Rewrites the calls of one delta.
    ///
    /// @param end why the choice ends with this delta; null where it goes on
    void rewrite(MessageView delta, @Nullable FinishReason end, Splice splice) {
        boolean saysSomething = false;
        for (int i = 0; i < delta.calls.size(); i++) {
            ToolCallView view = delta.calls.get(i);
            if (rewrite(view, splice)) {
                saysSomething = true;
            } else {
                splice.removeElement(view.object);
            }
        }
        if (saysSomething) {
            completeBareStarts(end, splice);
        } else {
            delta.toolCalls.drop();
        }
    }

    /// Sends the arguments that were held back as a placeholder and turn out to be meant, and, where the
    /// choice ends with its calls complete, those of calls that never had any.
    void finish(FinishReason end, OwnChunks chunks) {
        for (Call call : calls) {
            if (call.clientIndex != null && lacksArguments(call, end)) {
                chunks.delta(
                        choice,
                        "\"tool_calls\":[{\"index\":" + new String(call.clientIndex, StandardCharsets.US_ASCII)
                                + ",\"function\":{\"arguments\":\"{}\"}}]");
            }
        }
    }

    private static boolean lacksArguments(Call call, FinishReason end) {
        return !call.hasArguments && (call.holdsPlaceholder || end.completesToolCalls());
    }

    /// Gives the calls that this delta started their first arguments: none yet, or, where it also ends the
    /// choice, none at all.
    private void completeBareStarts(@Nullable FinishReason end, Splice splice) {
        for (Call call : calls) {
            ToolCallView start = call.bareStart;
            if (start != null) {
                call.bareStart = null;
                boolean noneAtAll = end != null && lacksArguments(call, end);
                splice.set(start.functionObject, start.arguments, noneAtAll ? EMPTY_ARGUMENTS : NO_TEXT);
                call.hasArguments |= noneAtAll;
            }
        }
    }

    private boolean rewrite(ToolCallView view, Splice splice) {
        argumentBytes += view.arguments.isPresent() ? view.arguments.valueEnd() - view.arguments.valueStart() : 0;
        Call call = callOf(view, splice);
        if (call.clientIndex != null) {
            return goOn(call, call.clientIndex, view, splice);
        }
        if (view.name.isText()) {
            start(call, view, splice);
            return true;
        }
        if (!view.arguments.isBlank()) {
            throw UpstreamFailed.violation("sent the arguments of a tool call before its name");
        }
        return false;
    }

    private void start(Call call, ToolCallView view, Splice splice) {
        byte[] index = ascii(Integer.toString(started++));
        call.clientIndex = index;
        if (call.id == null) {
            call.id = inventedId(answerId, choice, started - 1);
        }
        splice.set(view.object, view.index, index);
        if (!view.id.isText()) {
            splice.set(view.object, view.id, JsonText.quote(call.id));
        }
        if (!view.type.isText()) {
            splice.set(view.object, view.type, FUNCTION);
        }
        if (!takeArguments(call, view, splice)) {
            call.bareStart = view;
        }
    }

    private boolean goOn(Call call, byte[] index, ToolCallView view, Splice splice) {
        boolean arguments = takeArguments(call, view, splice);
        splice.set(view.object, view.index, index);
        view.id.drop();
        view.type.drop();
        view.name.drop();
        if (!arguments) {
            view.arguments.drop();
        }
        boolean functionSays = arguments || view.functionObject.hasUnknown();
        if (functionSays) {
            splice.removeDropped(view.functionObject);
        } else {
            view.function.drop();
        }
        splice.removeDropped(view.object);
        return functionSays || view.object.hasUnknown();
    }

    /// Lets arguments through as a string; false where there are none, or only what may be a placeholder.
    private boolean takeArguments(Call call, ToolCallView view, Splice splice) {
        Member arguments = view.arguments;
        if (arguments.isBlank()) {
            return false;
        }
        boolean placeholder = !call.hasArguments
                && (splice.valueEquals(arguments, EMPTY_OBJECT) || splice.valueEquals(arguments, EMPTY_ARGUMENTS));
        if (placeholder) {
            call.holdsPlaceholder = true;
            return false;
        }
        call.holdsPlaceholder = false;
        call.hasArguments = true;
        if (!arguments.is(JsonToken.STRING)) {
            splice.set(view.functionObject, arguments, JsonText.quote(splice.raw(arguments)));
        }
        return true;
    }

    private Call callOf(ToolCallView view, Splice splice) {
        long index = view.index.is(JsonToken.NUMBER) ? splice.longValue(view.index) : -1;
        String id = view.id.isText() ? splice.text(view.id) : null;
        Call call = withId(id);
        if (call == null) {
            call = index >= 0 ? lastWithIndex(index) : withoutIndex(view);
        }
        if (call == null || isAnother(call, view, id)) {
            call = add(index);
        }
        if (call.id == null) {
            call.id = id;
        }
        return call;
    }

    private @Nullable Call lastWithIndex(long index) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).upstreamIndex == index) {
                return calls.get(i);
            }
        }
        return null;
    }

    private @Nullable Call withId(@Nullable String id) {
        for (Call call : calls) {
            if (id != null && id.equals(call.id)) {
                return call;
            }
        }
        return null;
    }

    private @Nullable Call withoutIndex(ToolCallView view) {
        return view.name.isText() || calls.isEmpty() ? null : calls.getLast();
    }

    /// A new name under a new id is a new call, whatever its index says.
    private static boolean isAnother(Call call, ToolCallView view, @Nullable String id) {
        return call.isStarted() && view.name.isText() && id != null && !id.equals(call.id);
    }

    private Call add(long upstreamIndex) {
        if (calls.size() == MAX_CALLS) {
            throw UpstreamFailed.violation("sent more than " + MAX_CALLS + " tool calls");
        }
        Call call = new Call();
        call.upstreamIndex = upstreamIndex;
        calls.add(call);
        return call;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
