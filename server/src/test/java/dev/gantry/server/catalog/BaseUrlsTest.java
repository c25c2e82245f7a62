package dev.gantry.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.5:8000, , http://10.0.0.5:8000/v1",
        "http://10.0.0.5:8000/, , http://10.0.0.5:8000/v1",
        "http://10.0.0.5:8000/v1, , http://10.0.0.5:8000/v1",
        "http://10.0.0.5:8000/v1//, , http://10.0.0.5:8000/v1",
        "http://10.0.0.5:8000/v1/v1, , http://10.0.0.5:8000/v1",
        "http://h/proxy/v1, , http://h/proxy/v1",
        "http://h/v2, , http://h/v2",
        "http://[::1]:8000/v1/, , http://[::1]:8000/v1",
        "https://api.groq.com, https://api.groq.com/openai/v1, https://api.groq.com/openai/v1",
        "https://g/v1beta, https://g/v1beta/openai, https://g/v1beta/openai",
        "https://g/v1bet, https://g/v1beta/openai, https://g/v1bet",
        "https://api.deepinfra.com/v1/, https://api.deepinfra.com/v1/openai, https://api.deepinfra.com/v1/openai",
        "https://eu.api.openai.com/v1, https://api.openai.com/v1, https://eu.api.openai.com/v1",
        "https://dashscope.aliyuncs.com, https://x/compatible-mode/v1, https://dashscope.aliyuncs.com/compatible-mode/v1",
    })
    void endsWithTheVersionPathAndNoSlash(URI given, URI standard, URI expected) {
        assertThat(BaseUrls.normalise(given, standard)).isEqualTo(expected);
    }
}
