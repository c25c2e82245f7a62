package dev.gantry.protocol.openai;

import java.util.List;

/// What the gateway acts on in the messages of a request. Immutable once it is built.
///
/// @param developerRoles the values of the roles that are {@code developer}
/// @param lostToolCallIds the tool messages that came without their id, in no order
record Conversation(
        int messageCount, ByteRanges developerRoles, List<LostToolCallId> lostToolCallIds, List<ImageUrl> images) {

    /// A tool message whose {@code tool_call_id} the client lost, with the call that it answers.
    ///
    /// @param messageStart the message's opening brace
    /// @param valueStart the null or empty string that stands in place of the id; -1 where there is none
    /// @param idStart the opening quote of the id in the assistant's message
    record LostToolCallId(int messageStart, int valueStart, int valueEnd, int idStart, int idEnd) {}
}
