package dev.gantry.protocol.chat;

import org.jspecify.annotations.Nullable;

/// What an upstream said was wrong, or what was wrong with what it said. Immutable.
///
/// It holds nothing that may not reach a client: no URL, key, host, account or stack trace of the upstream.
///
/// @param clientMessage one or two sentences for the client; what of them is the upstream's own is cleaned
/// @param param the request field that the upstream named
/// @param upstreamStatus the HTTP status that the upstream gave or meant; 0 where there was none
public record UpstreamProblem(
        Kind kind, String clientMessage, @Nullable String param, int upstreamStatus) {
    /// What to do about it depends on this alone.
    public enum Kind {
        /// The client's request is at fault: another deployment of the same model would say the same.
        INVALID_REQUEST,
        /// The prompt, or prompt and output cap together, do not fit the model's context window.
        CONTEXT_TOO_LONG,
        /// Our own credential was refused.
        CREDENTIAL_REJECTED,
        /// Our own account has no money or no quota left.
        NO_CREDIT,
        /// The upstream does not know the model that the deployment names.
        MODEL_NOT_FOUND,
        RATE_LIMITED,
        /// The upstream has no capacity now, or is still loading the model.
        OVERLOADED,
        /// The provider's content filter refused the prompt.
        CONTENT_FILTERED,
        /// Any other failure inside the upstream.
        SERVER_ERROR,
        /// The upstream answered with something that is no answer, or with half of one.
        PROTOCOL_VIOLATION
    }

    /// A breach of the protocol.
    ///
    /// @param what what the upstream did, as the end of a sentence about it
    public static UpstreamProblem protocolViolation(String what) {
        return new UpstreamProblem(Kind.PROTOCOL_VIOLATION, "The upstream " + what + ".", null, 0);
    }
}
