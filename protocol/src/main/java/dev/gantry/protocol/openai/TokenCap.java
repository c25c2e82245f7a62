package dev.gantry.protocol.openai;

import org.jspecify.annotations.Nullable;

/// The client's cap on generated tokens. Immutable.
///
/// @param member the member that sets it; the smaller one where there are two
record TokenCap(RequestMember member, int tokens) {

    static @Nullable TokenCap of(byte[] body, RequestFields fields) {
        TokenCap older = of(body, fields.find(RequestField.MAX_TOKENS));
        TokenCap newer = of(body, fields.find(RequestField.MAX_COMPLETION_TOKENS));
        if (older == null || newer == null) {
            return older == null ? newer : older;
        }
        return older.tokens < newer.tokens ? older : newer;
    }

    private static @Nullable TokenCap of(byte[] body, @Nullable RequestMember member) {
        return member == null
                ? null
                : new TokenCap(member, (int) member.value(body).longValue());
    }
}
