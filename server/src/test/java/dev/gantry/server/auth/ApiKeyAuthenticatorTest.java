package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.auth.Authentication.Authenticated;
import dev.gantry.server.auth.Authentication.Reason;
import dev.gantry.server.auth.Authentication.Refused;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final String secret = ApiKey.generate(new SecureRandom()).secret();
    private KeyDirectory directory;
    private ApiKeyAuthenticator authenticator;

    @BeforeEach
    void open() {
        store.insert(StoredKeys.live("laptop", secret));
        store.insert(StoredKeys.live("imported", "sk-imported+from/elsewhere=="));
        store.insert(StoredKeys.revoked("revoked", "rc_live_revoked"));
        store.insert(StoredKeys.disabled("disabled", "rc_live_disabled"));
        store.insert(StoredKeys.expiring("expired", "rc_live_expired", NOW));
        store.insert(StoredKeys.expiring("fresh", "rc_live_fresh", NOW.plusMillis(1)));
        directory = KeyDirectory.open(store);
        authenticator = new ApiKeyAuthenticator(directory, () -> NOW);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER %s", "  Bearer   %s  ", "Bearer\t%s", "Bearer %s\r\n"})
    void letsAKnownKeyIn(String header) {
        assertThat(authenticator.authenticate(header.formatted(secret)))
                .isEqualTo(new Authenticated(new Principal("key_laptop", "laptop", "project-1", false)));
    }

    @Test
    void letsAKeyOfAnotherMakerInByItsHash() {
        assertThat(authenticator.authenticate("Bearer sk-imported+from/elsewhere=="))
                .isInstanceOf(Authenticated.class);
    }

    @Test
    void letsAKeyInUntilItExpires() {
        assertThat(authenticator.authenticate("Bearer rc_live_fresh")).isInstanceOf(Authenticated.class);
        refuses("Bearer rc_live_expired", Reason.EXPIRED, "expired");
    }

    @Test
    void saysWhatBecameOfAKey() {
        refuses("Bearer rc_live_revoked", Reason.REVOKED, "revoked");
        refuses("Bearer rc_live_disabled", Reason.DISABLED, "disabled");
    }

    @Test
    void teachesWhoSendsNone() {
        Refused refused = (Refused) authenticator.authenticate(null);

        assertThat(refused.reason()).isEqualTo(Reason.MISSING);
        assertThat(refused.error().message()).contains("Authorization: Bearer", "./gantry keys create --name NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "Bearer", "Bearer ", "bearer  \t "})
    void guessesAnEmptyVariable(String header) {
        refuses(header, Reason.MALFORMED, "variable that holds it is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearerrc_live_0", "Bear er x", "Token abc", "rc_live_revoked", "\0"})
    void asksForTheBearerScheme(String header) {
        refuses(header, Reason.MALFORMED, "not a bearer key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a b", "Bearer a,Bearer b c", "Bearer sk-\u00e4", "Bearer a\0b", "Bearer a\nb"})
    void refusesCharactersThatNoKeyHas(String header) {
        refuses(header, Reason.MALFORMED, "characters that no key has");
    }

    @Test
    void tellsATypoFromAnUnknownKey() {
        char last = secret.charAt(secret.length() - 1);
        String typo = secret.substring(0, secret.length() - 1) + (last == 'x' ? 'y' : 'x');

        refuses("Bearer " + typo, Reason.MALFORMED, "mistyped");
        refuses("Bearer " + secret.substring(0, 20), Reason.MALFORMED, "mistyped");
        refuses("Bearer " + ApiKey.generate(new SecureRandom()).secret(), Reason.UNKNOWN, "not known to this server");
        refuses("Bearer sk-proj-12345678", Reason.UNKNOWN, "another service");
    }

    @Test
    void doesNotReadAnOversizedHeader() {
        int room = ApiKeyAuthenticator.MAX_HEADER_LENGTH - "Bearer ".length();

        refuses("Bearer " + "x".repeat(room), Reason.UNKNOWN, "another service");
        refuses("Bearer " + "x".repeat(room + 1), Reason.MALFORMED, "longer than 1024");
        refuses("x".repeat(10_000_000), Reason.MALFORMED, "longer than 1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer Zq9-S3cr3t", "Basic Zq9-S3cr3t", "Bearer Zq9-S3cr3t Zq9-S3cr3t", "Zq9-S3cr3t"})
    void repeatsNothingOfWhatWasSent(String header) {
        Refused refused = (Refused) authenticator.authenticate(header);

        assertThat(refused.toString()).doesNotContain("Zq9", "S3cr3t");
    }

    private void refuses(String header, Reason reason, String messagePart) {
        assertThat(authenticator.authenticate(header)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.error().code()).isEqualTo(ErrorCode.INVALID_API_KEY);
            assertThat(refused.error().message()).contains(messagePart);
        });
    }
}
