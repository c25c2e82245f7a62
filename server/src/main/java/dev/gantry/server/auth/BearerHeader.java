package dev.gantry.server.auth;

/// An `Authorization` header's value, read as RFC 6750 has it: the scheme without regard to case, blanks, and
/// one token. Any visible ASCII is taken for a token, since keys of other makers may be imported.
sealed interface BearerHeader {
    record Secret(String text) implements BearerHeader {}

    record OtherScheme() implements BearerHeader {}

    record NoSecret() implements BearerHeader {}

    record BadCharacters() implements BearerHeader {}

    String SCHEME = "Bearer";

    static BearerHeader parse(String value) {
        String header = value.strip();
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return header.isEmpty() ? new NoSecret() : new OtherScheme();
        }
        String rest = header.substring(SCHEME.length());
        if (rest.isEmpty()) {
            return new NoSecret();
        }
        if (!Character.isWhitespace(rest.charAt(0))) {
            return new OtherScheme();
        }
        String secret = rest.strip();
        return secret.chars().allMatch(c -> c > ' ' && c < 0x7f) ? new Secret(secret) : new BadCharacters();
    }
}
