package dev.gantry.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ApiKeyHashTest {
    @Test
    void isTheSha256OfTheSecret() {
        assertThat(HexFormat.of().formatHex(ApiKeyHash.of("abc").bytes()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void equalsByContent() {
        ApiKeyHash hash = ApiKeyHash.of("secret");

        assertThat(ApiKeyHash.fromBytes(hash.bytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(ApiKeyHash.of("Secret")).isNotEqualTo(hash);
    }

    @Test
    void keepsItsBytesToItself() {
        ApiKeyHash hash = ApiKeyHash.of("secret");
        byte[] given = hash.bytes();
        ApiKeyHash copy = ApiKeyHash.fromBytes(given);
        given[0]++;
        copy.bytes()[0]++;

        assertThat(copy).isEqualTo(hash);
    }

    @Test
    void refusesBytesThatAreNoHash() {
        assertThatThrownBy(() -> ApiKeyHash.fromBytes(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes");
    }
}
