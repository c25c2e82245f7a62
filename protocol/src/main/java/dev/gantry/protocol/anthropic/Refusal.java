package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.protocol.openai.InvalidRequestException;

/// Words the refusals of a request that the API cannot take.
final class Refusal {
    private Refusal() {}

    /// @param what what this provider lacks, as the end of a sentence about it
    static InvalidRequestException unsupported(String param, String what) {
        return new InvalidRequestException(
                ErrorCode.UNSUPPORTED_PARAMETER,
                "Unsupported value for '" + param + "': this model's provider (Anthropic) " + what + ".",
                param);
    }

    static InvalidRequestException invalid(String param, String problem) {
        return new InvalidRequestException(
                ErrorCode.INVALID_VALUE, "Invalid value for '" + param + "': " + problem + ".", param);
    }
}
