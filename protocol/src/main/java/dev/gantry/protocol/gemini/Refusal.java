package dev.gantry.protocol.gemini;

import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;

/// Words what no adjustment can bring about.
final class Refusal {
    private Refusal() {}

    /// The target cannot do it.
    static InvalidRequestException unsupported(String param, String what) {
        return new InvalidRequestException(
                ErrorCode.UNSUPPORTED_PARAMETER, "Unsupported '" + param + "': " + what + ".", param);
    }

    /// The client's value is wrong.
    static InvalidRequestException invalid(String param, String what) {
        return new InvalidRequestException(
                ErrorCode.INVALID_VALUE, "Invalid value for '" + param + "': " + what + ".", param);
    }
}
