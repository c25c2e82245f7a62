package dev.gantry.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnListenerTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 8080, http://127.0.0.1:8080/v1, true",
        "127.0.0.1, 8080, http://LocalHost:8080, true",
        "127.0.0.1, 8080, http://127.9.9.9:8080/v1, true",
        "0.0.0.0, 8080, http://[::1]:8080/v1, true",
        "0.0.0.0, 443, https://localhost/v1, true",
        "127.0.0.1, 80, http://localhost/v1, true",
        "127.0.0.1, 8080, http://127.0.0.1:8081/v1, false",
        "127.0.0.1, 8080, https://api.openai.com/v1, false",
        "127.0.0.1, 8080, http://127.evil.example:8080/v1, false",
        "gw.example.com, 443, https://GW.example.com/v1, true",
        "10.0.0.5, 8080, http://127.0.0.1:8080/v1, false",
    })
    void recognisesItsOwnAddress(String host, int port, URI baseUrl, boolean own) {
        assertThat(new OwnListener(host, port).isAddressedBy(baseUrl)).isEqualTo(own);
    }
}
