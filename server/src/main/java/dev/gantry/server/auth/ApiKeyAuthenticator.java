package dev.gantry.server.auth;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.auth.Authentication.Authenticated;
import dev.gantry.server.auth.Authentication.Reason;
import dev.gantry.server.auth.Authentication.Refused;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Step 2 of a request: from the `Authorization` header to a principal or a refusal. Looks only into memory,
/// so it may run on an event loop; thread-safe. What a client sent is neither logged nor repeated.
public final class ApiKeyAuthenticator {
    /// Longest header value that is looked at, in characters; a longer one is refused unread.
    public static final int MAX_HEADER_LENGTH = 1_024;

    private static final String CREATE_HINT = "Make a key with: ./gantry keys create --name NAME";
    private static final String HEADER_HINT = "Expected the header: Authorization: Bearer " + ApiKey.MARK + "…";

    private final KeyDirectory directory;
    private final InstantSource clock;

    public ApiKeyAuthenticator(KeyDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// Decides by the key's hash alone, so a key of any form can be known.
    ///
    /// @param authorizationHeader the header's value as received; null when there is none
    public Authentication authenticate(@Nullable String authorizationHeader) {
        if (authorizationHeader == null) {
            return refused(Reason.MISSING, "No API key was sent. " + HEADER_HINT + ". " + CREATE_HINT);
        }
        if (authorizationHeader.length() > MAX_HEADER_LENGTH) {
            return refused(
                    Reason.MALFORMED,
                    "The Authorization header is longer than " + MAX_HEADER_LENGTH + " characters. " + HEADER_HINT);
        }
        return switch (BearerHeader.parse(authorizationHeader)) {
            case BearerHeader.OtherScheme() ->
                refused(Reason.MALFORMED, "The Authorization header is not a bearer key. " + HEADER_HINT);
            case BearerHeader.NoSecret() ->
                refused(
                        Reason.MALFORMED,
                        "The Authorization header carries no key; perhaps the variable that holds it is empty. "
                                + CREATE_HINT);
            case BearerHeader.BadCharacters() ->
                refused(
                        Reason.MALFORMED,
                        "The API key contains blanks or characters that no key has; perhaps it was pasted with a"
                                + " line break. "
                                + HEADER_HINT);
            case BearerHeader.Secret(String secret) -> bySecret(secret);
        };
    }

    private Authentication bySecret(String secret) {
        Optional<StoredKey> key = directory.find(ApiKeyHash.of(secret));
        return key.isPresent() ? byStatus(key.get()) : notFound(secret);
    }

    private Authentication byStatus(StoredKey key) {
        return switch (key.status(clock.instant())) {
            case ACTIVE -> new Authenticated(key.principal());
            case REVOKED -> refused(Reason.REVOKED, "This API key was revoked. " + CREATE_HINT);
            case DISABLED ->
                refused(Reason.DISABLED, "This API key is disabled; whoever runs this server can enable it.");
            case EXPIRED -> refused(Reason.EXPIRED, "This API key has expired. " + CREATE_HINT);
        };
    }

    private static Authentication notFound(String secret) {
        if (!secret.startsWith(ApiKey.MARK)) {
            return refused(
                    Reason.UNKNOWN,
                    "This API key is not known here; the keys of this server begin with " + ApiKey.MARK
                            + ", and a key of another service does not open it. " + CREATE_HINT);
        }
        if (!ApiKey.isWellFormed(secret)) {
            return refused(
                    Reason.MALFORMED,
                    "This API key looks mistyped or cut short: its checksum does not match its other characters."
                            + " Copy it again, whole. "
                            + CREATE_HINT);
        }
        return refused(
                Reason.UNKNOWN,
                "This API key is not known to this server; perhaps it belongs to another one or to another data"
                        + " folder. "
                        + CREATE_HINT);
    }

    private static Refused refused(Reason reason, String message) {
        return new Refused(reason, ApiError.of(ErrorCode.INVALID_API_KEY, message));
    }
}
