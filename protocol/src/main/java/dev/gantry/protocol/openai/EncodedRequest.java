package dev.gantry.protocol.openai;

import java.util.List;

/// A request as one upstream gets it. What no adjustment can bring about, an encoder refuses with an
/// {@link InvalidRequestException} of {@link ErrorCode#UNSUPPORTED_PARAMETER}.
///
/// @param body the JSON to send; owned by the receiver
/// @param adjustments what of the client's request did not survive, in the order of the body
@SuppressWarnings("ArrayRecordComponent") // handed on to a socket, never compared
public record EncodedRequest(byte[] body, List<Adjustment> adjustments) {
    public EncodedRequest {
        adjustments = List.copyOf(adjustments);
    }
}
