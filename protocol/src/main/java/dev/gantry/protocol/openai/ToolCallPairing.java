package dev.gantry.protocol.openai;

import dev.gantry.protocol.openai.Conversation.LostToolCallId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds out which call a tool message answers whose {@code tool_call_id} the client lost: within the turn of
/// one assistant message, the messages without an id take the calls that no other message names, in their
/// order. For one request.
final class ToolCallPairing {
    private final byte[] body;
    private final List<LostToolCallId> found = new ArrayList<>();
    private final ByteRanges answered = new ByteRanges();
    private final List<Orphan> orphans = new ArrayList<>();
    private ByteRanges calls = new ByteRanges();

    /// A tool message without an id, until its turn is complete.
    private record Orphan(int messageIndex, int messageStart, int valueStart, int valueEnd) {}

    ToolCallPairing(byte[] body) {
        this.body = body;
    }

    /// An assistant message begins a turn.
    ///
    /// @param callIds the ids of its calls, with their quotes
    void openTurn(ByteRanges callIds) {
        closeTurn();
        calls = callIds;
    }

    /// A tool message with the id in this range.
    void answered(int idStart, int idEnd) {
        answered.add(idStart, idEnd);
    }

    /// A tool message without an id.
    ///
    /// @param valueStart the null or empty string in place of the id; -1 where there is none
    void lost(int messageIndex, int messageStart, int valueStart, int valueEnd) {
        orphans.add(new Orphan(messageIndex, messageStart, valueStart, valueEnd));
    }

    /// The messages that had lost their id, with the ids found.
    List<LostToolCallId> finish() {
        closeTurn();
        return List.copyOf(found);
    }

    private void closeTurn() {
        if (!orphans.isEmpty()) {
            adoptOrphans(answeredCalls());
            orphans.clear();
        }
        answered.clear();
    }

    private boolean[] answeredCalls() {
        boolean[] taken = new boolean[calls.size()];
        for (int i = 0; i < answered.size(); i++) {
            for (int call = 0; call < taken.length; call++) {
                if (!taken[call] && sameText(i, call)) {
                    taken[call] = true;
                    break;
                }
            }
        }
        return taken;
    }

    private void adoptOrphans(boolean[] taken) {
        int call = 0;
        for (Orphan orphan : orphans) {
            while (call < taken.length && taken[call]) {
                call++;
            }
            if (call == taken.length) {
                throw lostField(orphan);
            }
            found.add(new LostToolCallId(
                    orphan.messageStart, orphan.valueStart, orphan.valueEnd, calls.start(call), calls.end(call)));
            call++;
        }
    }

    private boolean sameText(int answer, int call) {
        return Arrays.equals(
                body, answered.start(answer), answered.end(answer), body, calls.start(call), calls.end(call));
    }

    private InvalidRequestException lostField(Orphan orphan) {
        String why = calls.size() == 0
                ? "a tool message needs it, and the assistant message before it has no 'tool_calls' to match it with. "
                        + "The Runcrate Python SDK (runcrate-sdk) drops both fields from messages; send tool turns with "
                        + "another OpenAI-compatible client"
                : "a tool message needs it, and every one of the 'tool_calls' before it is answered already";
        return RequestProblem.missing("messages[" + orphan.messageIndex + "].tool_call_id", why);
    }
}
